import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { concurrently, signUp } from './support/customer.ts';
import { kill, start, stop } from './support/environment.ts';
import { assertOrders, assertStockExact, query, taken } from './support/ledger.ts';
import { until } from './support/until.ts';

const product = 'souris-gaming';

describe('an order', () => {
  it('is confirmed, with its price and its history', async () => {
    const customer = await signUp();
    const { orderId, traceId } = await customer.place([{ productId: product, quantity: 2 }]);
    assert.equal(await customer.settled(orderId), 'confirmed');
    const order = await customer.order(orderId);
    assert.equal(order.status, 'confirmed');
    assert.equal(order.totalCents, 2 * 4_999);
    assert.equal(order.traceId, traceId);
    assert.deepEqual(
      order.history.map(({ status }) => status),
      ['pending', 'confirmed'],
    );
    assert.equal(await taken(customer.id, product), 2);
  });

  it('is the same order if it is sent again with the same key, concurrently or later', async () => {
    const customer = await signUp();
    const key = randomUUID();
    const answers = await concurrently(10, 10, () => customer.place(undefined, key));
    const [orderId = ''] = new Set(answers.map((answer) => answer.orderId));
    assert.equal(await customer.settled(orderId), 'confirmed');
    assert.equal((await customer.place(undefined, key)).orderId, orderId);
    await assertOrders(customer.id, { confirmed: 1 });
    assert.equal(await taken(customer.id, product), 1);
  });

  it('releases its stock when it is cancelled', async () => {
    const customer = await signUp();
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    const cancel = () => customer.request('POST', `/api/orders/${orderId}/cancellation`);
    assert.equal((await cancel()).status, 202);
    assert.equal((await cancel()).status, 202);
    await until('the order is cancelled', async () => (await customer.order(orderId)).status === 'cancelled');
    await until('its stock is released', async () => (await taken(customer.id, product)) === 0);
    await assertStockExact();
  });
});

describe('orders', () => {
  it('are all settled exactly once although both workers are killed', async () => {
    const customer = await signUp();
    const count = 300;
    const orders = await concurrently(count, 20, async (n) => {
      if (n === 100) await restart('product-worker');
      if (n === 200) await restart('order-worker');
      return customer.place();
    });
    const statuses = await concurrently(count, 50, (n) => customer.settled(orders[n]?.orderId ?? ''));
    assert.deepEqual(new Set(statuses), new Set(['confirmed']));
    await assertOrders(customer.id, { confirmed: count });
    assert.equal(await taken(customer.id, product), count);
    await assertStockExact();
  });

  it('are all settled exactly once when fifty clients place five thousand', async () => {
    const customer = await signUp();
    const count = 5_000;
    await concurrently(count, 50, () => customer.place());
    await until(
      'all 5,000 orders are settled',
      async () => {
        const [row] = await query<{ settled: number }>(
          "SELECT COUNT(*) AS settled FROM orders.orders WHERE user_id = ? AND status <> 'pending'",
          [customer.id],
        );
        return Number(row?.settled) === count;
      },
      540,
    );
    await assertOrders(customer.id, { confirmed: count });
    assert.equal(await taken(customer.id, product), count);
    await assertStockExact();
  });

  it('are refused with 503 while the broker is unavailable, and accepted with the same key afterward', async () => {
    const customer = await signUp();
    const key = randomUUID();
    await stop('kafka');
    try {
      const refused = await customer.request('POST', '/api/orders', {
        body: { items: [{ productId: product, quantity: 1 }] },
        headers: { 'idempotency-key': key },
        // Five seconds are the promised limit of every response.
        signal: AbortSignal.timeout(5_000),
      });
      assert.equal(refused.status, 503);
      assert.match(refused.headers.get('content-type') ?? '', /^application\/problem\+json/);
      assert.ok(Number(refused.headers.get('retry-after')) > 0);
    } finally {
      await start('kafka');
    }
    const accepted = await until('the order is accepted', async () => {
      const body = { items: [{ productId: product, quantity: 1 }] };
      const response = await customer.request('POST', '/api/orders', { body, headers: { 'idempotency-key': key } });
      return response.status === 503 ? undefined : response;
    });
    assert.equal(accepted.status, 202);
    const { orderId } = (await accepted.json()) as { orderId: string };
    assert.equal(await customer.settled(orderId), 'confirmed');
    await assertOrders(customer.id, { confirmed: 1 });
  });

  it('are accepted while product-service is unavailable', async () => {
    const customer = await signUp();
    await stop('product-service');
    try {
      const { orderId } = await customer.place();
      assert.equal(await customer.settled(orderId), 'confirmed');
    } finally {
      await start('product-service');
    }
  });

  it('are accepted while the workers are stopped, and settled after they start again', async () => {
    const customer = await signUp();
    await stop('product-worker');
    await stop('order-worker');
    const orders = await concurrently(10, 10, () => customer.place());
    const [first] = orders;
    assert.equal((await customer.order(first?.orderId ?? '')).status, 'pending');
    await start('product-worker');
    await start('order-worker');
    const statuses = await concurrently(10, 10, (n) => customer.settled(orders[n]?.orderId ?? ''));
    assert.deepEqual(new Set(statuses), new Set(['confirmed']));
    await assertOrders(customer.id, { confirmed: 10 });
  });
});

async function restart(worker: string): Promise<void> {
  await kill(worker);
  await start(worker);
}
