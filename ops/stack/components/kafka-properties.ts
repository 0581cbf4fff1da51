import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { repository, type StackPaths } from '../paths.ts';
import { type BrokerNode, type Cluster, dataFolderOf, nodesOf } from './brokers.ts';
import { brokerPort, proxyPort } from './toxiproxy.ts';

/** The folder of Kafka's configuration files. */
export const kafkaConfig = join(repository, 'ops', 'stack', 'kafka');

/** Returns the configuration of one broker. If a property occurs twice, the last one counts. */
export async function propertiesOf(
  paths: StackPaths,
  node: BrokerNode,
  { brokers, proxied }: Cluster,
): Promise<string> {
  const { ports } = paths;
  const read = (name: string) => readFile(join(kafkaConfig, name), 'utf8');
  const own = `127.0.0.1:${ports[node.port]}`;
  const listeners = [`CLIENTS://${own}`, ...(proxied ? [`PROXIED://127.0.0.1:${brokerPort(ports[node.port])}`] : [])];
  const advertised = [`CLIENTS://${own}`, ...(proxied ? [`PROXIED://127.0.0.1:${proxyPort(ports[node.port])}`] : [])];
  const controllers = nodesOf(brokers).map(({ id, controllerPort }) => `${id}@127.0.0.1:${ports[controllerPort]}`);
  return [
    await read('server.properties'),
    ...(brokers === 1 ? [] : [await read('cluster.properties')]),
    `node.id=${node.id}`,
    `log.dirs=${dataFolderOf(paths, node)}`,
    `listeners=${[...listeners, `CONTROLLER://127.0.0.1:${ports[node.controllerPort]}`].join(',')}`,
    `advertised.listeners=${advertised.join(',')}`,
    `controller.quorum.voters=${controllers.join(',')}`,
    '',
  ].join('\n');
}
