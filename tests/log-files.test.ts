// The collector that reads log files, with its real configuration. It sends to the collector of the tests' stack.
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { appendFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { programPath } from '../ops/stack/programs/programs.ts';
import { type LogRecord, logsOf } from './support/back-ends.ts';
import { environment } from './support/environment.ts';
import { until } from './support/until.ts';

/** Prepares a reader of the `*.log` files in a temporary folder. */
async function reader(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'log-files-'));
  const started: ChildProcess[] = [];
  t.after(async () => {
    for (const child of started) child.kill('SIGKILL');
    await rm(folder, { recursive: true });
  });
  const collector = new URL(environment.collectorUrl);
  const start = () => {
    const child = spawn(programPath('otelcol'), ['--config', 'observability/collector/log-files.yaml'], {
      stdio: 'ignore',
      env: {
        LOG_FILES: join(folder, 'logs', '*.log'),
        OTELCOL_DATA: join(folder, 'data'),
        OTELCOL_GRPC_ENDPOINT: `${collector.hostname}:${Number(collector.port) - 1}`,
        OTELCOL_HEALTH_PORT: '0',
      },
    });
    started.push(child);
    return child;
  };
  await mkdir(join(folder, 'logs'));
  const write = (file: string, lines: string[]) =>
    appendFile(join(folder, 'logs', file), lines.map((line) => `${line}\n`).join(''));
  return { start, write, folder };
}

/** Waits until Loki has `count` records that contain a text, and returns them. */
const found = (service: string, text: string, count: number): Promise<LogRecord[]> =>
  until(`Loki has ${count} records of ${service} that contain ${text}`, async () => {
    const records = await logsOf(`{service_name="${service}"} |= \`${text}\``);
    return records.length >= count ? records : undefined;
  });

const minute = 60_000;
/** Returns a time as the servers log it, in the time zone of this machine: `2026-11-21 14:02:42,007`. */
const written = (time: number): string => {
  const zone = new Date(time).getTimezoneOffset() * minute;
  return new Date(time - zone).toISOString().replace('T', ' ').replace('.', ',').slice(0, 23);
};

test('log lines become records with time and severity, a stack trace one record; a restart duplicates nothing', async (t) => {
  const { start, write } = await reader(t);
  const mark = randomUUID();
  const now = Date.now();
  await write('kafka.log', [
    `${written(now - minute)} INFO first ${mark} (org.apache.kafka.Test)`,
    `${written(now - 2)} ERROR failed ${mark} (org.apache.kafka.Test)`,
    'java.io.IOException: disk',
    '\tat org.apache.kafka.Test.run(Test.java:1)',
    'Caused by: java.lang.Exception: deeper',
    '\t... 12 more',
    `${written(now - 1)} WARN last ${mark} password=hunter2 (org.apache.kafka.Test)`,
  ]);
  await write('kafka-2.log', [`${written(now)} DEBUG second broker ${mark} (org.apache.kafka.Test)`]);
  const second = written(now - minute).slice(0, 19);
  await write('mariadb.log', [`${second} 0 [Warning] odd ${mark}`, `${second} 12 [Note] ok ${mark}`]);
  const first = start();
  const kafka = await found('kafka', mark, 4);
  const of = (severity: string) => kafka.find(({ labels }) => labels['severity_text'] === severity);
  assert.equal(of('info')?.at.getTime(), now - minute);
  assert.equal(of('warn')?.at.getTime(), now - 1);
  assert.equal(of('error')?.at.getTime(), now - 2);
  assert.match(
    of('error')?.line ?? '',
    /java\.io\.IOException: disk\n\tat [^\n]+\nCaused by: [^\n]+\n\t\.\.\. 12 more$/,
  );
  assert.doesNotMatch(kafka.map(({ line }) => line).join(), /hunter2/);
  for (const { labels } of kafka) assert.equal(labels['deployment_environment_name'], 'local');
  const mariadb = await found('mariadb', mark, 2);
  assert.deepEqual(mariadb.map(({ labels }) => labels['severity_text']).sort(), ['info', 'warn']);
  for (const { at } of mariadb) assert.equal(at.getTime(), Math.floor((now - minute) / 1_000) * 1_000);

  first.kill('SIGTERM');
  await once(first, 'exit');
  start();
  await write('kafka.log', [`${written(now)} INFO again ${mark} (org.apache.kafka.Test)`]);
  assert.equal((await found('kafka', mark, 5)).length, 5);
});

test('records that a process also sends as OTLP are skipped; lines of a container engine name their service', async (t) => {
  const { start, write, folder } = await reader(t);
  const mark = randomUUID();
  await write('order-worker.log', [
    `{"level":"info","message":"a record ${mark}","timestamp":"2026-11-21T14:02:42.007Z"}`,
    `KAFKA_BROKERS: must be host:port ${mark}`,
    `Error: cannot start ${mark}`,
    '    at file:///app/services/orders/worker.ts:1:1',
    '  code: 1',
    '}',
    `(node:1) Warning: be careful ${mark}`,
  ]);
  await write('alert-inbox.log', [`{"level":"warn","message":"alert firing","description":"a fault ${mark}"}`]);
  const now = Date.now();
  const engine = (log: string, service: string) =>
    JSON.stringify({
      log: `${log}\n`,
      stream: 'stdout',
      attrs: { 'com.docker.compose.service': service },
      time: new Date(now).toISOString(),
    });
  await writeFile(
    join(folder, 'logs', '0123abcd-json.log'),
    [
      engine(`[${written(now)}] WARN in a container ${mark} (org.apache.kafka.Test)`, 'kafka'),
      engine(`{"level":"info","message":"a record ${mark}"}`, 'frontend'),
      engine(`its own ${mark}`, 'grafana'),
      '',
    ].join('\n'),
  );
  start();
  const worker = await found('order-worker', mark, 3);
  assert.deepEqual(worker.map(({ labels, line }) => [labels['severity_text'], line.split('\n').length]).sort(), [
    ['error', 4],
    ['info', 1],
    ['warn', 1],
  ]);
  const [contained] = await found('kafka', mark, 1);
  assert.equal(contained?.labels['severity_text'], 'warn');
  assert.match(contained?.line ?? '', /^\[.{23}\] WARN in a container \S+ \(.*\)$/);
  const [alert] = await found('alert-inbox', mark, 1);
  assert.equal(alert?.labels['severity_text'], 'warn');
  assert.equal((await logsOf(`{service_name=~".+"} |= \`${mark}\``)).length, 5);
});
