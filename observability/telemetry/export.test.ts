import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { test } from 'node:test';
import { until } from '../../tests/support/until.ts';
import { OtlpReceiver } from './otlp-receiver.testkit.ts';
import { startService, stopService } from './run-service.testkit.ts';

const order = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';

test('without a collector the process works, and logs the failure and the recovery once each', async (t) => {
  const closed = await OtlpReceiver.start();
  const { url } = closed;
  closed.close();
  const service = await startService(t, url, {
    OTEL_EXPORTER_OTLP_TIMEOUT: '100',
    OTEL_BSP_SCHEDULE_DELAY: '50',
    OTEL_BLRP_SCHEDULE_DELAY: '50',
    OTEL_METRIC_EXPORT_INTERVAL: '100',
  });
  const messages: string[] = [];
  service.errorLines.on('line', (line) => messages.push((JSON.parse(line) as { message: string }).message));

  await Promise.all([once(service.errorLines, 'line'), service.get(`/orders/${order}`)]);
  for (let request = 0; request < 20; request++) await service.get(`/orders/${order}`);
  assert.deepEqual(messages, ['telemetry export failed, dropping telemetry']);

  const recovered = once(service.errorLines, 'line');
  const receiver = await OtlpReceiver.start(Number(new URL(url).port));
  t.after(() => receiver.close());
  const { traceId } = await service.get(`/orders/${order}`);
  await until('the span arrives', () => receiver.spans.some((span) => span.traceId === traceId));
  await recovered;
  await stopService(service);
  assert.deepEqual(messages, ['telemetry export failed, dropping telemetry', 'telemetry export succeeded again']);
});

test('a collector that never responds delays neither requests nor the shutdown', async (t) => {
  const silent = createServer().listen(0, '127.0.0.1');
  t.after(() => silent.close());
  await once(silent, 'listening');
  const address = silent.address();
  assert.ok(address !== null && typeof address === 'object');
  const service = await startService(t, `http://127.0.0.1:${address.port}`, { OTEL_BSP_SCHEDULE_DELAY: '50' });
  await Promise.all([once(silent, 'connection'), service.get(`/orders/${order}`)]);
  await service.get(`/orders/${order}`);
  await stopService(service);
});
