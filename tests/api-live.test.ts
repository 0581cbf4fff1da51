import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { answered } from './support/api.ts';
import { type Customer, signUp } from './support/customer.ts';
import { described } from './support/described.ts';
import { start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { until } from './support/until.ts';

interface StatusEvent {
  id: string;
  data: { status: string; at: string; reason?: string };
}

let customer: Customer;

before(async () => {
  customer = await signUp();
});

/** Yields the status events of an order as they arrive. */
async function* follow(orderId: string, headers: Record<string, string> = {}): AsyncGenerator<StatusEvent> {
  const response = await customer.request('GET', `/api/orders/${orderId}/events`, { headers });
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'text/event-stream');
  assert.equal(response.headers.get('cache-control'), 'no-store, no-transform');
  let text = '';
  for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
    text += chunk;
    const blocks = text.split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const [, id, data] = /^id: (\w+)\nevent: status\ndata: (.*)$/.exec(block) ?? [];
      if (id !== undefined && data !== undefined) yield { id, data: JSON.parse(data) };
    }
  }
}

const statuses = async (events: AsyncIterable<StatusEvent>) =>
  (await Array.fromAsync(events)).map(({ data }) => data.status);

describe('the status events of an order', () => {
  it('are sent immediately, then once per change, to all clients, until the order is settled', async () => {
    await stop('order-worker');
    const { orderId } = await customer.place();
    const followers = [follow(orderId), follow(orderId.toUpperCase())];
    try {
      for (const events of followers) {
        const { value } = await events.next();
        assert.equal(value.id, 'pending');
        assert.equal(value.data.status, 'pending');
      }
    } finally {
      await start('order-worker');
    }
    for (const events of followers) assert.deepEqual(await statuses(events), ['confirmed']);
    const { history } = await customer.order(orderId);
    const [last] = await Array.fromAsync(follow(orderId));
    assert.deepEqual(last?.data, history.at(-1));
  });

  it('continue after the last event that a client has seen', async () => {
    await stop('order-worker');
    const { orderId } = await customer.place();
    const events = follow(orderId);
    await events.next();
    await events.return(undefined);
    const again = statuses(follow(orderId, { 'last-event-id': 'pending' }));
    await start('order-worker');
    assert.deepEqual(await again, ['confirmed']);
  });

  it('are sent although the client names a last event that the order never had', async () => {
    await stop('order-worker');
    const { orderId } = await customer.place();
    const events = follow(orderId, { 'last-event-id': 'cancelled' });
    try {
      assert.equal((await events.next()).value?.id, 'pending');
    } finally {
      await start('order-worker');
    }
    assert.deepEqual(await statuses(events), ['confirmed']);
  });

  it('can be followed only a few times at once by the same user', async () => {
    const other = await signUp();
    await stop('order-worker');
    try {
      await using frontend = new Frontend({ STREAMS_PER_USER_MAX: '2' });
      const orders = `${await frontend.listening()}/api/orders`;
      const body = { items: [{ productId: 'souris-gaming', quantity: 1 }] };
      const headers = { 'idempotency-key': randomUUID() };
      const orderId = await until('the frontend accepts an order', async () => {
        const response = await other.request('POST', orders, { body, headers });
        return response.status === 202 && ((await response.json()) as { orderId: string }).orderId;
      });
      const url = `${orders}/${orderId}/events`;
      for (const stream of ['first', 'second']) {
        await until(`the ${stream} stream is open`, async () => (await other.request('GET', url)).status === 200);
      }
      const refused = await other.request('GET', url);
      assert.equal(refused.status, 429);
      await described('GET /api/orders/{id}/events', refused);
    } finally {
      await start('order-worker');
    }
  });

  it('are those that openapi.json describes', async () => {
    for (const quantity of [1, 100]) {
      const { orderId } = await customer.place([{ productId: 'montre-connectee', quantity }]);
      const status = await customer.settled(orderId);
      const response = await customer.request('GET', `/api/orders/${orderId}/events`);
      const { text } = await answered('GET /api/orders/{id}/events', 200, response);
      assert.ok(String(text).includes(`id: ${status}\n`), String(text));
    }
  });

  it('contain the reason of a rejection', async () => {
    const { orderId } = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
    const last = (await Array.fromAsync(follow(orderId))).at(-1);
    assert.equal(last?.data.status, 'rejected');
    assert.equal(last.data.reason, 'insufficient-stock');
  });

  it('end with cancelled if the order is cancelled before it is settled', async () => {
    await stop('product-worker');
    const { orderId } = await customer.place();
    const following = statuses(follow(orderId));
    try {
      const cancel = await customer.request('POST', `/api/orders/${orderId}/cancellation`);
      assert.equal(cancel.status, 202);
      assert.equal(cancel.headers.get('location'), `/api/orders/${orderId}`);
      assert.deepEqual(await following, ['pending', 'cancelled']);
    } finally {
      await start('product-worker');
    }
  });
});
