import manifest from '../../../package.json' with { type: 'json' };
import type { StackPaths } from '../paths.ts';
import type { Secrets } from '../secrets.ts';
import { alertInbox, alertmanager, collector, jaeger, logCollector, loki } from './back-ends.ts';
import type { Component, Part } from './component.ts';
import { type Brokers, kafka, keptBrokers } from './kafka.ts';
import { mariadb } from './mariadb.ts';
import { prometheus } from './prometheus.ts';
import { services } from './services.ts';
import { toxiproxy } from './toxiproxy.ts';

interface Options {
  /** As many as there were at the last start, if nobody says: at first one. */
  brokers?: Brokers;
  /** Whether services reach the servers, and each other, through toxiproxy. */
  proxied?: boolean;
}

/** Everything that `npm start` runs. Programs that have to be built are built in this order. */
export function components(paths: StackPaths, secrets: Secrets, options: Options = {}): readonly Component[] {
  const { brokers = keptBrokers(paths) ?? 1, proxied = false } = options;
  const cluster = { brokers, proxied };
  return [
    mariadb(paths, secrets),
    ...kafka(paths, cluster),
    ...(proxied ? [toxiproxy(paths)] : []),
    collector(paths, secrets),
    logCollector(paths),
    jaeger(paths),
    loki(paths),
    alertInbox(paths, manifest.version),
    alertmanager(paths),
    prometheus(paths),
    ...services(paths, secrets, manifest.version, cluster),
  ];
}

/** What `--only` chooses; undefined for another word. */
export function parts(only: string): readonly Part[] | undefined {
  switch (only) {
    case 'servers':
      return ['servers'];
    case 'pipeline':
      return ['servers', 'services'];
    case 'all':
      return ['servers', 'services', 'back ends'];
    default:
      return undefined;
  }
}
