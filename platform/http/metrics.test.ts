import assert from 'node:assert/strict';
import { after, it } from 'node:test';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { createApp } from './app.ts';
import { sendRaw, serve } from './http.testkit.ts';

after(shutDownMetrics);

it('requests in flight are counted by method, except health checks', async () => {
  const release = Promise.withResolvers<void>();
  const arrived = Promise.withResolvers<void>();
  const app = createApp({
    dependencies: [],
    routes: [
      {
        method: 'get',
        path: '/slow',
        handle: async (_request, response) => {
          arrived.resolve();
          await release.promise;
          response.end();
        },
      },
    ],
  });
  await using server = await serve(app);
  const inFlight = () => readMetrics('http.server.active_requests');
  await sendRaw(server.url, '/health/live');
  assert.deepEqual(await inFlight(), {});

  const slow = sendRaw(server.url, '/slow');
  await arrived.promise;
  assert.deepEqual(await inFlight(), { 'http.server.active_requests GET': 1 });
  release.resolve();
  await slow;
  await sendRaw(server.url, '/slow', { method: 'PURGE' });
  assert.deepEqual(await inFlight(), { 'http.server.active_requests GET': 0, 'http.server.active_requests _OTHER': 0 });
});
