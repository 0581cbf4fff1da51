import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import type { Backend } from '../backends/backend.ts';
import { createOrderLookup } from './look-up-order.ts';
import type { Order } from './order.ts';

after(shutDownMetrics);

const stored = (orderId: string): Order => ({
  orderId,
  userId: randomUUID(),
  status: 'cancelled',
  items: [],
  totalCents: null,
  reason: null,
  shortages: [],
  history: [],
  traceId: null,
  placedAt: '2026-01-01T10:00:00.000Z',
});

/** Creates an order-service that knows the given orders, and counts what it is asked. */
function orderService(orders: readonly Order[]) {
  const requests: unknown[] = [];
  const service: Backend & { requests: unknown[]; answer: () => Promise<unknown> } = {
    requests,
    answer: async () => ({ orders }),
    request: (path, { method, body } = {}) => {
      assert.equal(`${method} ${path}`, 'POST /orders/lookup');
      requests.push(body);
      return service.answer();
    },
  };
  return service;
}

const looked = () => readMetrics('orderflow.orders.looked_up');

describe('the lookup of orders', () => {
  it('asks for the orders of several customers in one request, with the token of each', async () => {
    const known = stored(randomUUID());
    const service = orderService([known]);
    const lookUp = createOrderLookup(service);
    const first = lookUp({ orderId: randomUUID(), token: 'first' });
    const others = [
      { orderId: randomUUID(), token: 'a' },
      { orderId: known.orderId, token: 'b' },
    ];
    const results = await Promise.all([first, ...others.map(lookUp)]);
    assert.deepEqual(results, [undefined, undefined, known]);
    assert.equal(service.requests.length, 2, 'the first order did not wait, the others shared a request');
    assert.deepEqual(service.requests[1], { orders: others });
    assert.partialDeepStrictEqual(await looked(), {
      'orderflow.orders.looked_up new': 2,
      'orderflow.orders.looked_up known': 1,
    });
  });

  it('finds nothing while order-service is unavailable or its answer is invalid', async () => {
    const service = orderService([]);
    const lookUp = createOrderLookup(service);
    for (const answer of [
      () => Promise.reject(new Error('down')),
      async () => undefined,
      async () => ({ orders: 1 }),
    ]) {
      service.answer = answer;
      assert.equal(await lookUp({ orderId: randomUUID(), token: 'token' }), undefined);
    }
    assert.partialDeepStrictEqual(await looked(), { 'orderflow.orders.looked_up unavailable': 3 });
  });
});
