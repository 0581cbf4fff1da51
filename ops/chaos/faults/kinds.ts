import type { Journal } from '../journal.ts';
import type { Client } from '../load.ts';
import type { Rig } from '../system.ts';
import type { Topics } from '../topics.ts';
import { collector } from './collector.ts';
import { connections } from './connections.ts';
import { fullDisk } from './disks.ts';
import type { FaultKind } from './fault.ts';
import { duplicate, poison, rebalanceStorm, rewind } from './messages.ts';
import { freeze, kill } from './processes.ts';
import { jam } from './reservations.ts';

export type { FaultKind } from './fault.ts';

/** What services are connected to, apart from the collector and the brokers. */
const links = ['mariadb', 'user-service', 'product-service', 'order-service'] as const;

/** Every kind of fault that can be done to this rig. */
export function faultKinds(subject: { rig: Rig; topics: Topics; client: Client; journal: Journal }): FaultKind[] {
  const { rig, topics, client, journal } = subject;
  const { stack, network, limit, members, disks } = rig;
  const all = [...rig.processes, ...rig.brokers, 'mariadb'];
  const full = Object.keys(disks).length > 0 ? [fullDisk(stack, disks)] : [];
  return [
    kill(stack, all),
    freeze(stack, all),
    ...connections(network, [...rig.brokers, ...links]),
    duplicate(topics),
    rewind(stack, topics, members),
    poison(topics, journal),
    jam(rig.rootUrl, client, journal),
    rebalanceStorm(topics, Object.keys(members)),
    ...full,
    ...collector(stack, network, limit),
  ];
}
