import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { test } from 'node:test';
import { until } from '../../tests/support/until.ts';
import { type OtlpReceiver, startReceiver } from './otlp-receiver.testkit.ts';
import { startService, stopService } from './run-service.testkit.ts';

const order = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';

/** Returns the reasons for which spans or log records of a process were lost. */
const reasonsOfLosses = (receiver: OtlpReceiver, signal: 'span' | 'log'): string[] =>
  receiver.points
    .filter(({ name, value }) => name === `otel.sdk.processor.${signal}.processed` && value > 0)
    .flatMap(({ attributes }) => attributes['error.type'] ?? []);

test('spans and log records that do not fit into the queue of a process are counted', async (t) => {
  const receiver = await startReceiver(t);
  const service = await startService(t, receiver.url, {
    OTEL_BSP_MAX_QUEUE_SIZE: '1',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '1',
    OTEL_BLRP_MAX_QUEUE_SIZE: '1',
    OTEL_BLRP_MAX_EXPORT_BATCH_SIZE: '1',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
  });
  await Promise.all(Array.from({ length: 20 }, () => service.get(`/orders/${order}`)));
  for (const signal of ['span', 'log'] as const) {
    await until(`lost: ${signal}`, () => reasonsOfLosses(receiver, signal).includes('queue_full'));
  }
  await stopService(service);
  assert.ok(
    receiver.points.some(({ name, value }) => name === 'otel.sdk.processor.span.queue.capacity' && value === 1),
  );
});

test('spans that the collector refuses are counted', async (t) => {
  const receiver = await startReceiver(t);
  receiver.refusedPath = '/v1/traces';
  const service = await startService(t, receiver.url, { OTEL_METRIC_EXPORT_INTERVAL: '100' });
  await service.get(`/orders/${order}`);
  await until('the loss is known', () => reasonsOfLosses(receiver, 'span').length > 0);
  await stopService(service);
  assert.deepEqual(reasonsOfLosses(receiver, 'log'), []);
});

test('OTEL_CONFIG_FILE, which the SDK would ignore, is refused', () => {
  const { status, stderr } = spawnSync(process.execPath, ['--import', './platform/process/preload.ts', '-e', ''], {
    env: { PATH: process.env['PATH'], OTEL_CONFIG_FILE: 'otel.yaml' },
    encoding: 'utf8',
  });
  assert.equal(status, 1);
  assert.equal(stderr, 'OTEL_CONFIG_FILE: is not supported; set the OTEL_* variables instead\n');
});
