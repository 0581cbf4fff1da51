import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import { createConnection } from 'mysql2/promise';
import { answersOk } from '../stack/components/back-ends.ts';
import type { Component } from '../stack/components/component.ts';
import { components } from '../stack/components/components.ts';
import { type Brokers, bootstrap, brokerNames } from '../stack/components/kafka.ts';
import { databaseUrl } from '../stack/components/mariadb.ts';
import { Network } from '../stack/components/network.ts';
import type { StackPaths } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { Stack } from '../stack/supervisor/stack.ts';
import { CollectorLimit, collectorName } from './faults/collector.ts';
import { canMount, onOwnDisk } from './faults/disks.ts';

export interface RigOptions {
  paths: StackPaths;
  brokers: Brokers;
  /** Whether the servers' disks shall be such as can be full. */
  disks: boolean;
  /** A mistake to be made on purpose (see bugs/); none if empty. */
  bug: string;
  say(line: string): void;
}

/** The stack that is put to the test: the pipeline with two of each worker, its servers and the collector. */
export interface Rig {
  stack: Stack;
  network: Network;
  limit: CollectorLimit;
  kafka: Kafka;
  /** Of a database user who may do everything. */
  rootUrl: string;
  shop: string;
  brokers: readonly string[];
  /** `host:port` of each, past the proxy. */
  brokerAddresses: string;
  /** The workers of each consumer group. */
  members: Readonly<Record<string, readonly string[]>>;
  /** Orderflow's own processes. */
  processes: readonly string[];
  /** The folders of the servers that have a disk of their own. */
  disks: Readonly<Record<string, string>>;
}

const members = {
  products: ['product-worker', 'product-worker-2'],
  orders: ['order-worker', 'order-worker-2'],
} as const;

export function createRig({ paths, brokers, disks, bug, say }: RigOptions): Rig {
  const secrets = readSecrets(paths.secrets);
  const limit = new CollectorLimit();
  const servers = [...brokerNames(brokers), 'mariadb'];
  const own = disks && canMount(paths.data) ? servers : [];
  const list = components(paths, secrets, { brokers, proxied: true })
    .filter(({ part, name }) => part !== 'back ends' || name === collectorName)
    .flatMap(twice)
    .map((component) =>
      own.includes(component.name) ? onOwnDisk(component, join(paths.data, component.name)) : component,
    )
    .map((component) => (component.name === collectorName ? limited(component, limit) : component))
    .map((component) => (bug === '' || component.part !== 'services' ? component : mistaken(component, bug)));
  const { ports } = paths;
  return {
    stack: new Stack(list, paths, { changed: () => undefined, say }),
    network: new Network(`http://127.0.0.1:${ports.toxiproxy}`),
    limit,
    kafka: new Kafka({
      clientId: 'chaos',
      brokers: bootstrap(ports, brokers).split(','),
      logLevel: logLevel.NOTHING,
      connectionTimeout: 2_000,
      retry: { retries: 5, maxRetryTime: 2_000, restartOnFailure: async () => true },
    }),
    rootUrl: databaseUrl(paths, secrets, 'root'),
    shop: `http://127.0.0.1:${ports.frontend}`,
    brokers: brokerNames(brokers),
    brokerAddresses: bootstrap(ports, brokers),
    members,
    processes: list.filter(({ part }) => part === 'services').map(({ name }) => name),
    disks: Object.fromEntries(own.map((name) => [name, join(paths.data, name)])),
  };
}

/** A second process of each worker, so that they take over from and get in the way of each other. */
function twice(component: Component): Component[] {
  const second = Object.values(members).find(([first]) => first === component.name)?.[1];
  if (second === undefined) return [component];
  const port = (component.ports[0] ?? 0) + 20;
  return [
    component,
    {
      ...component,
      name: second,
      ports: [port],
      command: () => withEnv(component, { PORT: `${port}` }),
      ready: () => answersOk(`http://127.0.0.1:${port}/health/ready`),
    },
  ];
}

const limited = (component: Component, limit: CollectorLimit): Component => ({
  ...component,
  command: () => withEnv(component, limit.env),
});

function mistaken(component: Component, bug: string): Component {
  return {
    ...component,
    command: () => {
      const { file, args, env } = withEnv(component, { CHAOS_BUG: bug });
      return { file, args: ['--import', './ops/chaos/bugs/preload.ts', ...args], env };
    },
  };
}

function withEnv(component: Component, env: Readonly<Record<string, string>>) {
  const command = component.command();
  return { ...command, env: { ...command.env, ...env } };
}

/** Makes some products scarce, so that orders compete for them. Answers all of them. */
export async function prepareStock(rootUrl: string): Promise<string[]> {
  const database = await createConnection(rootUrl);
  try {
    await database.query(
      "UPDATE products.products SET available = 200, initial_stock = 200 WHERE id = 'clavier-mecanique'",
    );
    const [rows] = await database.query('SELECT id FROM products.products ORDER BY id');
    return (rows as { id: string }[]).map(({ id }) => id);
  } finally {
    await database.end();
  }
}
