import manifest from '../../../package.json' with { type: 'json' };
import type { StackPaths } from '../paths.ts';
import type { Secrets } from '../secrets.ts';
import { alertInbox, alertmanager } from './alertmanager.ts';
import { type BrokerCount, storedBrokerCount } from './brokers.ts';
import { collector, logCollector } from './collector.ts';
import type { Component, Tier } from './component.ts';
import { jaeger } from './jaeger.ts';
import { kafka } from './kafka.ts';
import { loki } from './loki.ts';
import { mariadb } from './mariadb.ts';
import { prometheus } from './prometheus.ts';
import { services } from './services.ts';
import { toxiproxy } from './toxiproxy.ts';

interface Options {
  /** By default the number of the last start, initially one. */
  brokers?: BrokerCount;
  /** True if services connect to the servers, and to each other, through toxiproxy. */
  proxied?: boolean;
}

/** Returns everything that `npm start` runs. Programs are built in this order: what most other programs depend on comes first. */
export function components(paths: StackPaths, secrets: Secrets, options: Options = {}): readonly Component[] {
  const { brokers = storedBrokerCount(paths) ?? 1, proxied = false } = options;
  const cluster = { brokers, proxied };
  return [
    mariadb(paths, secrets),
    ...kafka(paths, cluster),
    ...(proxied ? [toxiproxy(paths)] : []),
    collector(paths, secrets),
    logCollector(paths),
    jaeger(paths),
    prometheus(paths),
    alertInbox(paths, secrets, manifest.version),
    alertmanager(paths, secrets),
    loki(paths),
    ...services(paths, secrets, manifest.version, cluster),
  ];
}

const tiersBySelection = {
  servers: ['servers'],
  pipeline: ['servers', 'services'],
  all: ['servers', 'services', 'back ends'],
} as const satisfies Record<string, readonly Tier[]>;

/** The values of `--only`. */
export const selections = ['servers', 'pipeline', 'all'] as const satisfies readonly (keyof typeof tiersBySelection)[];

export const tiersOf = (selection: keyof typeof tiersBySelection): readonly Tier[] => tiersBySelection[selection];
