import { join } from 'node:path';
import { Kafka, logLevel } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { securityOptions } from '#events/security.ts';
import { type BrokerCount, bootstrapServers, brokerNames } from '../stack/components/brokers.ts';
import type { Component } from '../stack/components/component.ts';
import { components } from '../stack/components/components.ts';
import { Network } from '../stack/components/network.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { admin, securityOf, securityVariables } from '../stack/kafka/credentials.ts';
import type { StackPaths } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { Stack } from '../stack/supervisor/stack.ts';
import { withBug, withChunkSize, withLimit, withReplicas, workerNames } from './components.ts';
import type { Settings } from './draw.ts';
import { CollectorLimit, collectorName } from './faults/collector.ts';
import { canMount, onOwnDisk } from './faults/disks.ts';
import { withPartitions } from './partitions.ts';
import type { InstalledVersions } from './versions/installed.ts';

/** The options of the system under test. */
export interface SystemOptions {
  paths: StackPaths;
  brokers: BrokerCount;
  /** True if each server gets a small disk that can become full. Requires a user who may mount file systems. */
  disks: boolean;
  /** A bug to put into the services (see bugs/); empty for none. */
  bug: string;
  settings: Settings;
  /** The versions of the processes, if they do not all run this one. */
  versions: InstalledVersions | undefined;
  say(line: string): void;
}

/** The system under test: the pipeline with replicas of its workers, its servers and the collector. */
export interface System {
  paths: StackPaths;
  stack: Stack;
  network: Network;
  limit: CollectorLimit;
  versions: InstalledVersions | undefined;
  /** A client of Kafka that no fault affects. */
  broker: Broker;
  /** The database server, with a user who may do everything. */
  rootUrl: string;
  /** The address of the frontend. */
  shop: string;
  brokers: readonly string[];
  /** The variables of a process that connects to Kafka as the operator, not proxied. */
  operator: Readonly<Record<string, string>>;
  /** The number of partitions of each topic. */
  partitions: number;
  /** The workers of each consumer group. */
  workers: Readonly<Record<string, readonly string[]>>;
  /** Orderflow's own processes. */
  processes: readonly string[];
  /** The data folders of the servers that have a separate disk. */
  disks: Readonly<Record<string, string>>;
}

/** Creates the system without starting it. */
export function createSystem({ paths, brokers, disks, bug, settings, versions, say }: SystemOptions): System {
  const secrets = readSecrets(paths.secrets);
  const limit = new CollectorLimit();
  const servers = [...brokerNames(brokers), 'mariadb'];
  const withDisk = disks && canMount(paths.data) ? servers : [];
  const folderOf = (name: string) => join(paths.data, name);
  const adapt = (component: Component): Component => {
    if (withDisk.includes(component.name)) return onOwnDisk(component, folderOf(component.name));
    if (component.name === collectorName) return withLimit(component, limit);
    if (component.tier !== 'services') return component;
    return bug === '' ? (versions?.apply(component) ?? component) : withBug(component, bug);
  };
  const list = components(paths, secrets, { brokers, proxied: true })
    .filter(({ tier, name }) => tier !== 'back ends' || name === collectorName)
    .map((component) => withPartitions(component, settings.partitions, { paths, brokers }))
    .map((component) => withChunkSize(component, settings.chunkSize))
    .flatMap((component) => withReplicas(component, settings.workers))
    .map(adapt);
  const kafka = new Kafka({
    clientId: 'chaos',
    brokers: bootstrapServers(paths.ports, brokers).split(','),
    ...securityOptions(securityOf(paths, admin)),
    logLevel: logLevel.NOTHING,
    connectionTimeout: 2_000,
    retry: { retries: 5, maxRetryTime: 2_000, restartOnFailure: async () => true },
  });
  return {
    paths,
    stack: new Stack(list, paths, { onChange: () => undefined, report: say }),
    network: new Network(`http://127.0.0.1:${paths.ports.toxiproxy}`),
    limit,
    versions,
    broker: { clientId: 'chaos', kafka, fullName: (name) => name },
    rootUrl: databaseUrl(paths, secrets, 'root'),
    shop: `http://127.0.0.1:${paths.ports.frontend}`,
    brokers: brokerNames(brokers),
    operator: { KAFKA_BROKERS: bootstrapServers(paths.ports, brokers), ...securityVariables(paths, 'operator') },
    partitions: settings.partitions,
    workers: workerNames(settings.workers),
    processes: list.filter(({ tier }) => tier === 'services').map(({ name }) => name),
    disks: Object.fromEntries(withDisk.map((name) => [name, folderOf(name)])),
  };
}
