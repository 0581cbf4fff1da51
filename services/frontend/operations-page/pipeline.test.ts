import assert from 'node:assert/strict';
import { it } from 'node:test';
import { Problem } from '#platform/http/problem.ts';
import type { Backend } from '../backends/backend.ts';
import { readPipeline } from './pipeline.ts';

/** Creates a fake Prometheus that returns the series of the first key that the query contains. */
function prometheus(known: Readonly<Record<string, { metric: Record<string, string>; value: string }[]>>) {
  const asked: URL[] = [];
  const upstream: Backend = {
    request: async (path) => {
      const url = new URL(path, 'http://prometheus');
      asked.push(url);
      const query = url.searchParams.get('query') ?? '';
      const found = Object.entries(known).find(([part]) => query.includes(part))?.[1] ?? [];
      const end = Number(url.searchParams.get('end') ?? 0);
      return {
        data: {
          result: found.map(({ metric, value }) =>
            url.pathname.endsWith('_range')
              ? {
                  metric,
                  values: [
                    [end - 15, 'NaN'],
                    [end, value],
                  ],
                }
              : { metric, value: [0, value] },
          ),
        },
      };
    },
  };
  return { upstream, asked };
}

const now = Date.parse('2026-11-21T12:00:07Z');

it('returns a value of each curve for each time, and null if Prometheus has no number', async () => {
  const { upstream, asked } = prometheus({ 'orders_placed:rate1m': [{ metric: {}, value: '2.5' }] });
  const { times, curves } = await readPipeline(upstream, now);
  assert.equal(times.length, 61);
  assert.equal(times.at(-1), Date.parse('2026-11-21T12:00:00Z') / 1_000);
  assert.equal(times[1], (times[0] ?? 0) + 15);
  const [placed] = curves.placed ?? [];
  assert.deepEqual(placed?.values.slice(-3), [null, null, 2.5]);
  assert.equal(placed?.values.length, 61);
  assert.equal(asked.find(({ pathname }) => pathname.endsWith('_range'))?.searchParams.get('step'), '15');
});

it('keeps the other parts if a query fails, and throws if all do', async () => {
  const { upstream } = prometheus({ 'orders_placed:rate1m': [{ metric: {}, value: '2.5' }] });
  const failing = (fails: (path: string) => boolean): Backend => ({
    request: (path) => (fails(decodeURIComponent(path)) ? Promise.reject(new Problem(503)) : upstream.request(path)),
  });
  const read = await readPipeline(
    failing((path) => /lag:max|uptime/.test(path)),
    now,
  );
  assert.equal(read.curves.lag, undefined);
  assert.equal(read.groups, undefined);
  assert.equal(read.processes, undefined);
  assert.equal(read.curves.placed?.length, 1);
  assert.deepEqual(read.stored, new Map());
  await assert.rejects(
    readPipeline(
      failing(() => true),
      now,
    ),
    Problem,
  );
});

it('reports how much of the error budget of each objective is left', async () => {
  const metric = { slo: 'order-acceptance' };
  const { upstream } = prometheus({
    'objective:ratio': [{ metric, value: '0.999' }],
    'errors:ratio': [{ metric, value: '0.00025' }],
    remaining: [{ metric, value: '0.75' }],
  });
  assert.deepEqual((await readPipeline(upstream, now)).objectives, [
    { name: 'order-acceptance', target: 0.999, met: 0.99975, budget: 0.75, burn: undefined },
  ]);
});

it('reports a process without running replicas as down, regardless of its last values', async () => {
  const { upstream } = prometheus({
    ':known': [
      { metric: { job: 'order-worker' }, value: '1' },
      { metric: { job: 'frontend' }, value: '1' },
    ],
    'count by (job)': [{ metric: { job: 'frontend' }, value: '2' }],
    'max by (job) (instance': [{ metric: { job: 'frontend' }, value: '60' }],
    orderflow_dependency_up: [
      { metric: { job: 'order-worker', dependency: 'kafka' }, value: '1' },
      { metric: { job: 'frontend', dependency: 'kafka' }, value: '0' },
    ],
  });
  const { processes } = await readPipeline(upstream, now);
  assert.deepEqual(processes, [
    { name: 'frontend', instances: 2, uptimeSeconds: 60, dependencies: [{ name: 'kafka', up: false }] },
    { name: 'order-worker', instances: 0, uptimeSeconds: undefined, dependencies: [] },
  ]);
});

it('reports the lag of a consumer group in each topic, and its members', async () => {
  const { upstream } = prometheus({
    'consumer_lag:max': [{ metric: { group: 'orders', topic: 'stock' }, value: '7' }],
    lag_duration: [{ metric: { group: 'orders', topic: 'stock' }, value: '1.5' }],
    consumer_members: [{ metric: { group: 'orders' }, value: '0' }],
  });
  const { groups } = await readPipeline(upstream, now);
  assert.deepEqual(groups, [{ group: 'orders', topic: 'stock', lag: 7, lateSeconds: 1.5, members: 0 }]);
});
