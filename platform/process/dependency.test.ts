import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { createHealthRoutes } from './health.ts';

after(shutDownMetrics);

test('the availability of dependencies is a metric', async () => {
  let down = false;
  createHealthRoutes([
    { name: 'broker', check: async () => {} },
    {
      name: 'database',
      check: async () => {
        if (down) throw new Error('connect ECONNREFUSED');
      },
    },
  ]);
  const up = () => readMetrics('orderflow.dependency.up');
  assert.deepEqual(await up(), { 'orderflow.dependency.up broker': 1, 'orderflow.dependency.up database': 1 });
  down = true;
  assert.deepEqual(await up(), { 'orderflow.dependency.up broker': 1, 'orderflow.dependency.up database': 0 });
});
