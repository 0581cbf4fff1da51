import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { aptInstall, missingProgram } from './apt.ts';
import type { Component } from './component.ts';
import type { Place } from './place.ts';
import { repository } from './place.ts';
import { isKept, keep, program, versions } from './programs.ts';
import { run } from './run.ts';

const home = join(repository, 'local', 'kafka');
const java = 'openjdk-17-jre-headless';
const libraries = 'kafka';

/** One broker that is its own controller (KRaft). Maven brings the libraries, Java runs them. */
export function kafka(place: Place): Component {
  const data = join(place.data, 'kafka');
  const properties = join(place.data, 'kafka.properties');
  const jvm = [
    '-Xmx400m',
    '-XX:+UseSerialGC',
    '-XX:TieredStopAtLevel=1',
    `-Dlog4j2.configurationFile=${join(home, 'log4j2.xml')}`,
    '-cp',
    join(program(libraries), '*'),
  ];
  return {
    name: 'kafka',
    version: versions.kafka,
    part: 'servers',
    ports: [place.ports.kafka, place.ports.kafkaController],
    needs: [],
    missing: async () =>
      (await missingProgram('java', java)) ?? (isKept(libraries) ? undefined : await missingProgram('mvn', 'maven')),
    async obtain(work) {
      await aptInstall('java', java, work);
      await keep(libraries, work, async (_scratch, target) => {
        await aptInstall('mvn', 'maven', work);
        work.progress('downloading');
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
          work,
          { cwd: home },
        );
      });
    },
    async prepare(work) {
      await mkdir(place.data, { recursive: true });
      await writeFile(properties, (await readFile(join(home, 'server.properties'), 'utf8')) + addresses(place, data));
      if (existsSync(join(data, 'meta.properties'))) return;
      work.progress('making the data folder');
      const clusterId = Buffer.from(randomUUID().replaceAll('-', ''), 'hex').toString('base64url');
      await run(
        {
          file: 'java',
          args: [...jvm, 'kafka.tools.StorageTool', 'format', '-t', clusterId, '-c', properties, '--ignore-formatted'],
        },
        work,
      );
    },
    command: () => ({ file: 'java', args: [...jvm, 'kafka.Kafka', properties] }),
    ready: () => answersApiVersions(place.ports.kafka),
  };
}

const addresses = (place: Place, data: string): string => `
log.dirs=${data}
listeners=CLIENTS://127.0.0.1:${place.ports.kafka},CONTROLLER://127.0.0.1:${place.ports.kafkaController}
controller.quorum.voters=1@127.0.0.1:${place.ports.kafkaController}
`;

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
