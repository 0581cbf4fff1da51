import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { answered, refused } from './support/api.ts';
import { type LogRecord, logsOf, samplesOf } from './support/back-ends.ts';
import { type Customer, type Item, signUp } from './support/customer.ts';
import { start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { assertOrders, assertStockExact, taken } from './support/ledger.ts';
import { until } from './support/until.ts';

const call = 'POST /api/orders';
const mouse = [{ productId: 'souris-gaming', quantity: 1 }];
const mice = [{ productId: 'souris-gaming', quantity: 2 }];

/**
 * A frontend that forgets each order immediately, as all do after 15 minutes, after 40 MB of orders, or when they restart. It
 * waits long for lookups, so that none is skipped on a slow machine.
 */
const forgetful = () => new Frontend({ LIVE_ORDERS_BYTES: '1', ORDER_LOOKUP_TIMEOUT_MS: '30000' });

let customer: Customer;
before(async () => {
  customer = await signUp();
});

const place = (url: string, key: string, items: Item[]) =>
  customer.request('POST', `${url}/api/orders`, { body: { items }, headers: { 'idempotency-key': key } });

/** Waits until the order has this status. At first only the replica that accepted the order knows it. */
const reached = (orderId: string, status: string) =>
  until(`the order is ${status}`, async () => (await customer.order(orderId)).status === status);

/** Returns how many orders the order worker has reported because they were placed again with other items. */
async function conflicts(): Promise<number> {
  const [sample] = await samplesOf(
    'sum(orderflow_messages_conflicting_total{job="order-worker",group="orders",type="order.placed"})',
  );
  return Number(sample?.value ?? 0);
}

/** Returns the reports of such orders that the order worker has logged in a trace. */
async function reports(traceId: string): Promise<LogRecord[]> {
  const logs = await logsOf(`{service_name="order-worker"} | trace_id="${traceId}"`);
  return logs.filter(({ line }) => line.includes('conflicting message ignored'));
}

describe('a frontend that has forgotten an order', () => {
  it('answers its Idempotency-Key with the current state of the order, and refuses other items', async () => {
    await using frontend = forgetful();
    const url = await frontend.listening();
    for (const [items, outcome] of [
      [mouse, 'confirmed'],
      [mouse, 'cancelled'],
      [[{ productId: 'montre-connectee', quantity: 100 }], 'rejected'],
    ] as const) {
      const key = randomUUID();
      const first = await answered(call, 202, await place(url, key, [...items]));
      const orderId = String(first['orderId']);
      await reached(orderId, outcome === 'rejected' ? 'rejected' : 'confirmed');
      if (outcome === 'cancelled') await customer.request('POST', `/api/orders/${orderId}/cancellation`);
      await reached(orderId, outcome);

      assert.deepEqual(await answered(call, 202, await place(url, key, [...items])), { ...first, status: outcome });
      assert.deepEqual(await refused(call, 422, await place(url, key, mice)), []);
    }
    await assertOrders(customer.id, { confirmed: 1, cancelled: 1, rejected: 1 });
  });

  it('leads from the checkout of a cart that was ordered before to its order', async () => {
    await using frontend = forgetful();
    const url = await frontend.listening();
    const key = randomUUID();
    const order = async (line: string) => {
      const response = await fetch(`${url}/checkout`, {
        method: 'POST',
        redirect: 'manual',
        headers: { authorization: customer.authorization },
        body: new URLSearchParams({ cart: `${key}!${line}` }),
      });
      assert.equal(response.status, 303);
      return response.headers.get('location') ?? '';
    };
    const page = await order('souris-gaming*1');
    assert.match(page, /^\/orders\/[0-9a-f-]+$/);
    await reached(page.replace('/orders/', ''), 'confirmed');
    assert.equal(await order('souris-gaming*1'), page);
    assert.equal(await order('souris-gaming*2'), `${page}?before`);
  });

  it('accepts other items while order-service is unavailable, and the order worker reports the conflict', async () => {
    await using frontend = forgetful();
    const url = await frontend.listening();
    const [key, reported, used] = [randomUUID(), await conflicts(), await taken(customer.id, 'souris-gaming')];
    let repeated: Record<string, unknown>;
    await stop('order-service');
    try {
      const first = await answered(call, 202, await place(url, key, mouse));
      repeated = await answered(call, 202, await place(url, key, mice));
      assert.equal(repeated['orderId'], first['orderId']);
      await until('the order worker has counted the conflict', async () => (await conflicts()) > reported);
    } finally {
      await start('order-service');
    }
    const [record] = await until('the conflict is logged in the trace of the request', async () => {
      const records = await reports(String(repeated['traceId']));
      return records.length > 0 && records;
    });
    assert.equal(record?.labels['order_id'], repeated['orderId']);
    assert.equal(await taken(customer.id, 'souris-gaming'), used + 1, 'the first items are ordered');
    // The circuit breaker calls order-service again after 2 s.
    await until('other items are refused', async () => (await place(url, key, mice)).status === 422);
    assert.equal((await answered(call, 202, await place(url, key, mouse)))['status'], 'confirmed');
    await assertStockExact();
  });
});

describe('two replicas that receive the same Idempotency-Key with different items at the same time', () => {
  it('place one order; the order worker reports the other request', async () => {
    await using one = forgetful();
    await using other = forgetful();
    const urls = [await one.listening(), await other.listening()] as const;
    const key = randomUUID();
    let orderId: string;
    let traceIds: string[];
    await stop('order-worker');
    try {
      const both = await Promise.all([place(urls[0], key, mouse), place(urls[1], key, mice)]);
      const [first, second] = await Promise.all(both.map((response) => answered(call, 202, response)));
      assert.equal(first?.['orderId'], second?.['orderId']);
      orderId = String(first?.['orderId']);
      traceIds = [first, second].map((body) => String(body?.['traceId']));
    } finally {
      await start('order-worker');
    }
    await reached(orderId, 'confirmed');
    await until('one of the requests is reported', async () => {
      const records = await Promise.all(traceIds.map(reports));
      return records.flat().length === 1;
    });
    const { totalCents } = await customer.order(orderId);
    const [placed, ignored] = totalCents === 4_999 ? [mouse, mice] : [mice, mouse];
    for (const url of urls) {
      assert.equal((await answered(call, 202, await place(url, key, placed)))['status'], 'confirmed');
      await refused(call, 422, await place(url, key, ignored));
    }
    await assertStockExact();
  });
});
