import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { type Customer, signUp } from './support/customer.ts';
import { start, stop } from './support/environment.ts';

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
  assert.equal(response.headers.get('cache-control'), 'no-store');
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
