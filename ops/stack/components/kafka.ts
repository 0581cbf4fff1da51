import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { brokerFile, createCredentials, credentialsFolder } from '../kafka/credentials.ts';
import type { StackPaths } from '../paths.ts';
import { aptInstall, missingProgram } from '../programs/apt.ts';
import type { PreparationContext } from '../programs/context.ts';
import { buildOnce, isCached, programPath, versions } from '../programs/programs.ts';
import { run } from '../programs/run.ts';
import { type BrokerNode, bootstrapServers, type Cluster, isFormatted, nodesOf } from './brokers.ts';
import type { Component } from './component.ts';
import { kafkaConfig, propertiesOf } from './kafka-properties.ts';
import { brokerPort } from './toxiproxy.ts';

const java = 'openjdk-17-jre-headless';
const libraries = 'kafka';

/** Returns the Kafka brokers. Maven downloads their libraries, Java runs them. */
export function kafka(paths: StackPaths, cluster: Cluster): readonly Component[] {
  return nodesOf(cluster.brokers).map((node) => broker(paths, node, cluster));
}

function broker(paths: StackPaths, node: BrokerNode, cluster: Cluster): Component {
  const { ports } = paths;
  const properties = join(paths.data, `${node.name}.properties`);
  const credentials = credentialsFolder(paths);
  const jvm = [
    // Three brokers share the work and the memory.
    cluster.brokers === 1 ? '-Xmx400m' : '-Xmx256m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${join(kafkaConfig, 'log4j2.xml')}`,
    `-Djava.security.auth.login.config=${brokerFile(credentials)}`,
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
      await buildOnce(libraries, context, async (_scratch, target) => {
        await aptInstall('mvn', 'maven', context);
        context.progress('downloading');
        await run(
          {
            file: 'mvn',
            args: [
              '-q',
              '-B',
              // By default Maven only warns about a file that was changed on its way.
              '--strict-checksums',
              `-Dkafka.version=${versions.kafka}`,
              'dependency:copy-dependencies',
              '-DincludeScope=runtime',
              `-DoutputDirectory=${target}`,
            ],
          },
          context,
          { cwd: kafkaConfig },
        );
      });
    },
    async prepare(context) {
      await mkdir(paths.data, { recursive: true });
      await writeFile(properties, await propertiesOf(paths, node, cluster));
      createCredentials(credentials);
      if (isFormatted(paths, node)) return;
      context.progress('creating the data folder');
      const tool = ['kafka.tools.StorageTool', 'format', `--cluster-id=${clusterId(paths)}`, '--config', properties];
      await run({ file: 'java', args: [...jvm, ...tool, '--ignore-formatted'] }, context, { writesData: true });
    },
    command: () => ({ file: 'java', args: [...jvm, 'kafka.Kafka', properties] }),
    ...(node.name === 'kafka' && { setUp: (context) => setUp(paths, cluster, context) }),
    ready: () => answersApiVersions(ports[node.port]),
  };
}

/** Creates the users, the topics and the ACLs of the cluster. */
async function setUp(paths: StackPaths, { brokers }: Cluster, context: PreparationContext): Promise<void> {
  const env = { KAFKA_BROKERS: bootstrapServers(paths.ports, brokers), KAFKA_CREDENTIALS: credentialsFolder(paths) };
  await run({ file: process.execPath, args: [join(kafkaConfig, 'set-up.ts')], env }, context);
}

/** Returns the cluster id, which all brokers of a stack share. */
function clusterId({ data }: StackPaths): string {
  const file = join(data, 'kafka-cluster-id');
  if (!existsSync(file)) writeFileSync(file, randomBytes(16).toString('base64url'));
  return readFileSync(file, 'utf8');
}

/** Returns true if a broker responds to the first request of the Kafka protocol. */
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
