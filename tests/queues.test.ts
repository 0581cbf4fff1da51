// The collector with its real configuration, and a separate Jaeger and Loki, which are unavailable for a while.
import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'node:test';
import { collector } from '../ops/stack/components/collector.ts';
import { jaeger } from '../ops/stack/components/jaeger.ts';
import { loki } from '../ops/stack/components/loki.ts';
import { stackPathsIn } from '../ops/stack/paths.ts';
import { readSecrets } from '../ops/stack/secrets.ts';
import { Stack } from '../ops/stack/supervisor/stack.ts';
// Fails unless `npm test` runs this file, because `npm test` builds the programs.
import './support/environment.ts';
import { startService, stopService } from '#telemetry/run-service.testkit.ts';
import { until } from './support/until.ts';

test('no telemetry is lost while Jaeger and Loki are unavailable and the collector restarts', async (t) => {
  const folder = await mkdtemp(join(tmpdir(), 'queues-'));
  const paths = stackPathsIn(folder, 11_500);
  const components = [collector(paths, readSecrets(paths.secrets)), jaeger(paths), loki(paths)];
  const stack = new Stack(components, paths, { onChange: () => undefined, report: t.diagnostic.bind(t) });
  t.after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true });
  });
  await stack.start();
  const { ports } = paths;

  for (const name of ['jaeger', 'loki']) await stack.supervisor(name).kill();
  const service = await startService(t, `http://127.0.0.1:${ports.otlpHttp}`);
  const traceIds: string[] = [];
  for (let n = 0; n < 20; n += 1) traceIds.push((await service.get(`/orders/${randomUUID()}`)).traceId);
  await stopService(service);
  await stack.supervisor('otel-collector').stop();
  await stack.supervisor('otel-collector').start();
  for (const name of ['jaeger', 'loki']) await stack.supervisor(name).start();

  for (const traceId of traceIds) {
    await until(
      `Jaeger has the three spans of trace ${traceId}`,
      async () => (await spans(ports.jaeger, traceId)) === 3,
    );
    await until(
      `Loki has the three log records of trace ${traceId}`,
      async () => (await logs(ports.loki, traceId)) === 3,
    );
  }
  assert.equal(new Set(traceIds).size, 20);
});

async function spans(port: number, traceId: string): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${port}/api/traces/${traceId}`);
  if (!response.ok) return 0;
  const { data } = (await response.json()) as { data: { spans: unknown[] }[] };
  return data[0]?.spans.length ?? 0;
}

async function logs(port: number, traceId: string): Promise<number> {
  const url = new URL(`http://127.0.0.1:${port}/loki/api/v1/query_range`);
  url.searchParams.set('query', `{service_name="example"} | trace_id="${traceId}"`);
  const response = await fetch(url);
  if (!response.ok) return 0;
  const { data } = (await response.json()) as { data: { result: { values: unknown[] }[] } };
  return data.result.reduce((count, { values }) => count + values.length, 0);
}
