import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { type Ports, repository, type StackPaths } from '../paths.ts';
import { aptInstall, missingProgram } from '../programs/apt.ts';
import { isCached, keep, programPath, versions } from '../programs/programs.ts';
import { run } from '../programs/run.ts';
import type { Component } from './component.ts';
import { brokerPort, proxyPort } from './toxiproxy.ts';

const home = join(repository, 'ops', 'stack', 'kafka');
const java = 'openjdk-17-jre-headless';
const libraries = 'kafka';

/** The brokers that there can be, each its own controller too (KRaft); one alone is the first. */
const nodes = [
  { id: 1, name: 'kafka', port: 'kafka', controllerPort: 'kafkaController' },
  { id: 2, name: 'kafka-2', port: 'kafka2', controllerPort: 'kafkaController2' },
  { id: 3, name: 'kafka-3', port: 'kafka3', controllerPort: 'kafkaController3' },
] as const;

type Node = (typeof nodes)[number];

/** How many brokers a stack has: with three of them any one may die. */
export type BrokerCount = 1 | 3;

export const isBrokerCount = (count: number): count is BrokerCount => count === 1 || count === 3;

const dataOf = ({ data }: StackPaths, { name }: Node): string => join(data, name);
const isFormatted = (paths: StackPaths, node: Node): boolean =>
  existsSync(join(dataOf(paths, node), 'meta.properties'));

/** How many brokers the data of a stack are of; undefined before its first start. */
export function storedBrokerCount(paths: StackPaths): BrokerCount | undefined {
  const count = nodes.filter((node) => isFormatted(paths, node)).length;
  return count === 0 ? undefined : count === 1 ? 1 : 3;
}

export interface Cluster {
  brokers: BrokerCount;
  /** Whether there is a listener for clients that come through toxiproxy. */
  proxied: boolean;
}

/** The names of the brokers' components. */
export const brokerNames = (brokers: BrokerCount): readonly string[] => nodes.slice(0, brokers).map(({ name }) => name);

/** Where clients find the brokers. */
export const bootstrap = (ports: Ports, brokers: BrokerCount): string =>
  nodes
    .slice(0, brokers)
    .map(({ port }) => `127.0.0.1:${ports[port]}`)
    .join(',');

/** Kafka. Maven brings the libraries, Java runs them. */
export function kafka(paths: StackPaths, cluster: Cluster): readonly Component[] {
  return nodes.slice(0, cluster.brokers).map((node) => broker(paths, node, cluster));
}

function broker(paths: StackPaths, node: Node, cluster: Cluster): Component {
  const { ports } = paths;
  const properties = join(paths.data, `${node.name}.properties`);
  const jvm = [
    // Three share the context, and the machine.
    cluster.brokers === 1 ? '-Xmx400m' : '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${join(home, 'log4j2.xml')}`,
    '-cp',
    join(programPath(libraries), '*'),
  ];
  return {
    name: node.name,
    version: versions.kafka,
    tier: 'servers',
    ports: [ports[node.port], ports[node.controllerPort], ...(cluster.proxied ? [brokerPort(ports[node.port])] : [])],
    needs: [],
    missingRequirement: async () =>
      (await missingProgram('java', java)) ?? (isCached(libraries) ? undefined : await missingProgram('mvn', 'maven')),
    async install(context) {
      await aptInstall('java', java, context);
      await keep(libraries, context, async (_scratch, target) => {
        await aptInstall('mvn', 'maven', context);
        context.progress('downloading');
        await run(
          {
            file: 'mvn',
            args: [
              '-q',
              '-B',
              `-Dkafka.version=${versions.kafka}`,
              'dependency:copy-dependencies',
              '-DincludeScope=runtime',
              `-DoutputDirectory=${target}`,
            ],
          },
          context,
          { cwd: home },
        );
      });
    },
    async prepare(context) {
      await mkdir(paths.data, { recursive: true });
      await writeFile(properties, await propertiesOf(paths, node, cluster));
      if (isFormatted(paths, node)) return;
      context.progress('making the data folder');
      const tool = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId(paths)}`, '--config', properties];
      await run({ file: 'java', args: [...jvm, ...tool, '--ignore-formatted'] }, context);
    },
    command: () => ({ file: 'java', args: [...jvm, 'kafka.Kafka', properties] }),
    ready: () => answersApiVersions(ports[node.port]),
  };
}

/** Of a property that is there twice, the last counts. */
async function propertiesOf(paths: StackPaths, node: Node, { brokers, proxied }: Cluster): Promise<string> {
  const { ports } = paths;
  const read = (name: string) => readFile(join(home, name), 'utf8');
  const own = `127.0.0.1:${ports[node.port]}`;
  const listeners = [`CLIENTS://${own}`, ...(proxied ? [`PROXIED://127.0.0.1:${brokerPort(ports[node.port])}`] : [])];
  const advertised = [`CLIENTS://${own}`, ...(proxied ? [`PROXIED://127.0.0.1:${proxyPort(ports[node.port])}`] : [])];
  const controllers = nodes
    .slice(0, brokers)
    .map(({ id, controllerPort }) => `${id}@127.0.0.1:${ports[controllerPort]}`);
  return [
    await read('server.properties'),
    ...(brokers === 1 ? [] : [await read('cluster.properties')]),
    `node.id=${node.id}`,
    `log.dirs=${dataOf(paths, node)}`,
    `listeners=${[...listeners, `CONTROLLER://127.0.0.1:${ports[node.controllerPort]}`].join(',')}`,
    `advertised.listeners=${advertised.join(',')}`,
    `controller.quorum.voters=${controllers.join(',')}`,
    '',
  ].join('\n');
}

/** The same for all brokers of a place. */
function clusterId({ data }: StackPaths): string {
  const file = join(data, 'kafka-cluster-id');
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('base64url'));
  return readFileSync(file, 'utf8');
}

/** The broker opens its port when it has started; that it answers is asked with the protocol's first request. */
async function answersApiVersions(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1');
  try {
    await once(socket, 'connect');
    // length 10, API key 18 (ApiVersions), version 0, correlation id 7, no client id
    socket.write(Buffer.from('0000000a' + '0012' + '0000' + '00000007' + 'ffff', 'hex'));
    const [answer]: Buffer[] = await once(socket, 'data', { signal: AbortSignal.timeout(2000) });
    return answer?.readInt32BE(4) === 7;
  } finally {
    socket.destroy();
  }
}
