import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Ports, StackPaths } from '../paths.ts';

/** All brokers, each of which is its own KRaft controller. A stack with one broker has the first. */
const nodes = [
  { id: 1, name: 'kafka', port: 'kafka', controllerPort: 'kafkaController' },
  { id: 2, name: 'kafka-2', port: 'kafka2', controllerPort: 'kafkaController2' },
  { id: 3, name: 'kafka-3', port: 'kafka3', controllerPort: 'kafkaController3' },
] as const;

export type BrokerNode = (typeof nodes)[number];

/** The number of brokers in a stack. Of three brokers, any one may die. */
export type BrokerCount = 1 | 3;

export interface Cluster {
  brokers: BrokerCount;
  /** True if each broker has a listener for clients that connect through toxiproxy. */
  proxied: boolean;
}

export const nodesOf = (brokers: BrokerCount): readonly BrokerNode[] => nodes.slice(0, brokers);

/** Returns the names of the components that are brokers. */
export const brokerNames = (brokers: BrokerCount): readonly string[] => nodesOf(brokers).map(({ name }) => name);

/** Returns the addresses of the brokers, as clients expect them in `KAFKA_BROKERS`. */
export const bootstrapServers = (ports: Ports, brokers: BrokerCount): string =>
  nodesOf(brokers)
    .map(({ port }) => `127.0.0.1:${ports[port]}`)
    .join(',');

export const dataFolderOf = ({ data }: StackPaths, { name }: BrokerNode): string => join(data, name);

export const isFormatted = (paths: StackPaths, node: BrokerNode): boolean =>
  existsSync(join(dataFolderOf(paths, node), 'meta.properties'));

/** Returns the number of brokers whose data a stack has; undefined before its first start. */
export function storedBrokerCount(paths: StackPaths): BrokerCount | undefined {
  const count = nodes.filter((node) => isFormatted(paths, node)).length;
  return count === 0 ? undefined : count === 1 ? 1 : 3;
}
