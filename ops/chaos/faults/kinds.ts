import type { Journal } from '../journal.ts';
import type { Load } from '../load.ts';
import type { System } from '../system.ts';
import type { Topics } from '../topics.ts';
import { collector } from './collector.ts';
import { connections } from './connections.ts';
import { crashes } from './crash.ts';
import { fullDisk } from './disks.ts';
import { duplicate } from './duplicate.ts';
import { earlyCancellation } from './early-cancellation.ts';
import type { FaultKind } from './fault.ts';
import { poison } from './poison.ts';
import { freeze, kill } from './processes.ts';
import { rebalanceStorm } from './rebalance-storm.ts';
import { jam } from './reservations.ts';
import { rewind } from './rewind.ts';
import { versionSkew } from './version-skew.ts';

export type { FaultKind } from './fault.ts';

/** The proxied connections of the services, except those to the collector and the brokers. */
const links = ['mariadb', 'user-service', 'product-service', 'order-service'] as const;

/** Returns every kind of fault that can be injected into this system. The seed's schedule depends on their order. */
export function faultKinds(subject: { system: System; topics: Topics; load: Load; journal: Journal }): FaultKind[] {
  const { system, topics, load, journal } = subject;
  const { stack, network, broker, limit, partitions, workers, disks } = system;
  const all = [...system.processes, ...system.brokers, 'mariadb'];
  const skew = system.versions === undefined ? [] : [versionSkew(stack, system.processes, system.versions)];
  const full = Object.keys(disks).length > 0 ? [fullDisk(stack, disks)] : [];
  return [
    kill(stack, all),
    ...crashes(system),
    freeze(stack, all),
    ...connections(network, [...system.brokers, ...links]),
    duplicate(broker, topics),
    rewind(stack, broker, workers),
    poison(broker, partitions, journal),
    jam(system.rootUrl, load, journal),
    earlyCancellation(broker, load, journal),
    rebalanceStorm(broker, Object.keys(workers)),
    ...full,
    ...collector(stack, network, limit),
    ...skew,
  ];
}
