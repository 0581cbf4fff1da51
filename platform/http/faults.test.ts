import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { activate, faultKey } from '../faults/active-fault.ts';
import { Faults } from '../faults/faults.ts';
import { createApp } from './app.ts';
import { injectHttpFaults } from './faults.ts';
import { sendRaw, serve } from './http.testkit.ts';

const faults = new Faults('order-service');
const switchOn = (parameters: Record<string, unknown>, fault: 'http-errors' | 'http-latency' = 'http-errors') => {
  const active = activate(fault, parameters, new Date());
  faults.set(faultKey(active), active);
  return () => faults.set(faultKey(active), undefined);
};
let handled = 0;
const app = createApp({
  dependencies: [],
  faults,
  routes: (['get', 'put'] as const).flatMap((method) =>
    ['/orders', '/orders/:id', '/api/admin/faults'].map((path) => ({
      method,
      path,
      handle: (_request, response) => {
        handled++;
        response.end();
      },
    })),
  ),
});

describe('requests', () => {
  before(() => {
    handled = 0;
  });

  it('fail with the error while the fault is on, and succeed again when it is off', async () => {
    await using served = await serve(app);
    const status = async (path: string, method = 'GET') => (await sendRaw(served.url, path, { method })).status;
    assert.equal(await status('/orders'), 200);

    const off = switchOn({ rate: 1, status: 503 });
    const answer = await sendRaw(served.url, '/orders/1');
    assert.equal(answer.status, 503);
    assert.equal(answer.headers['retry-after'], '2');
    assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/);
    assert.equal(handled, 1, 'the route is not run');
    assert.equal(await status('/api/admin/faults'), 200, 'the routes that switch faults keep working');
    assert.equal(await status('/health/live'), 200);
    off();
    assert.equal(await status('/orders/1'), 200);
  });

  it('fail only on the operation that the fault names', async () => {
    await using served = await serve(app);
    const off = switchOn({ rate: 1, operation: 'GET /orders/:id' });
    const statuses = await Promise.all(
      (
        [
          ['/orders', 'GET'],
          ['/orders/1', 'GET'],
          ['/orders/1', 'PUT'],
        ] as const
      ).map(async ([path, method]) => (await sendRaw(served.url, path, { method })).status),
    );
    assert.deepEqual(statuses, [200, 500, 200]);
    off();
  });

  it('are delayed by the sum of all latencies that are on', async () => {
    const switchOffs = [{ milliseconds: 50 }, { milliseconds: 30, process: 'order-service' }].map((parameters) =>
      switchOn(parameters, 'http-latency'),
    );
    const begin = performance.now();
    const continued = Promise.withResolvers<number>();
    injectHttpFaults(faults, 'GET /orders')({} as never, {} as never, () => continued.resolve(performance.now()));
    assert.ok((await continued.promise) - begin >= 79);
    for (const off of switchOffs) off();
  });

  it('fail with the probability that the fault names', async () => {
    const off = switchOn({ rate: 0.3 });
    const outcomes: string[] = [];
    for (const chance of [0.29, 0.3]) {
      const disturb = injectHttpFaults(faults, 'GET /orders', () => chance);
      await Promise.try(() => disturb({} as never, {} as never, () => void outcomes.push('continues'))).catch(() =>
        outcomes.push('fails'),
      );
    }
    assert.deepEqual(outcomes, ['fails', 'continues']);
    off();
  });
});
