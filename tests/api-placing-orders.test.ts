import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { answered, refused } from './support/api.ts';
import { type Customer, send, signUp } from './support/customer.ts';

const mouse = { productId: 'souris-gaming', quantity: 1 };

let customer: Customer;
let stranger: Customer;

before(async () => {
  customer = await signUp();
  stranger = await signUp();
});

const order = (body: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
  customer.request('POST', '/api/orders', { body, headers });

describe('POST /api/orders', () => {
  const call = 'POST /api/orders';
  const key = (value: string) => ({ 'idempotency-key': value });

  it('responds with 202, the location, the trace and links', async () => {
    const response = await order({ items: [mouse] });
    const { orderId, traceId, links } = await answered(call, 202, response);
    assert.equal(response.headers.get('location'), `/api/orders/${orderId}`);
    assert.match(String(traceId), /^[0-9a-f]{32}$/);
    assert.deepEqual(Object.keys(links as object), ['self', 'events', 'cancellation', 'trace']);
    // The Jaeger of this stack has no pages, so the journey stands in.
    assert.equal((links as { trace: string }).trace, `/orders/${orderId}/journey`);
  });

  it('returns the same order for a repeated key, with its current status and its trace', async () => {
    const once = key(randomUUID());
    const first = await answered(call, 202, await order({ items: [mouse] }, once));
    await customer.settled(String(first['orderId']));
    const again = await answered(call, 202, await order({ items: [mouse] }, once));
    assert.deepEqual(again, { ...first, status: 'confirmed' });
    assert.deepEqual(await refused(call, 422, await order({ items: [{ ...mouse, quantity: 2 }] }, once)), []);
  });

  it('creates separate orders for two users with the same key', async () => {
    const same = key(randomUUID());
    const mine = await answered(call, 202, await order({ items: [mouse] }, same));
    const theirs = await stranger.place([mouse], same['idempotency-key']);
    assert.notEqual(mine['orderId'], theirs.orderId);
  });

  it('requires a token', async () => {
    const options = { body: { items: [mouse] }, headers: key(randomUUID()) };
    await refused(call, 401, await send('POST', '/api/orders', options));
    const headers = { ...options.headers, authorization: 'Bearer nonsense' };
    await refused(call, 401, await send('POST', '/api/orders', { ...options, headers }));
  });

  it('requires an Idempotency-Key of visible ASCII characters', async () => {
    for (const headers of [{}, key('a b'), key('é'), key('a'.repeat(256))]) {
      assert.deepEqual(await refused(call, 400, await order({ items: [mouse] }, headers)), ['idempotency-key']);
    }
    await answered(call, 202, await order({ items: [mouse] }, key(randomUUID().padEnd(255, '~'))));
  });

  it('names each invalid item', async () => {
    const issues = async (body: unknown) => refused(call, 400, await order(body));
    const many = Array.from({ length: 51 }, (_, n) => ({ productId: `p-${n}`, quantity: 1 }));
    assert.deepEqual(await issues({}), ['items']);
    assert.deepEqual(await issues({ items: [] }), ['items']);
    assert.deepEqual(await issues({ items: many }), ['items']);
    assert.deepEqual(await issues({ items: [mouse, mouse] }), ['items[1].productId']);
    for (const quantity of [0, 101, 1.5, '1', null]) {
      assert.deepEqual(await issues({ items: [mouse, { productId: 'laptop-pro', quantity }] }), ['items[1].quantity']);
    }
    for (const productId of ['', 'a\0', 'a/b', '\ud800', 'a'.repeat(65), 1]) {
      assert.deepEqual(await issues({ items: [{ productId, quantity: 1 }] }), ['items[0].productId']);
    }
    assert.deepEqual(await issues({ items: [{ ...mouse, priceCents: 1 }] }), ['items[0].priceCents']);
    await issues('{"items":');
    await issues(`{"items":${'['.repeat(8_000)}${']'.repeat(8_000)}}`);
    await issues('{"items":[{"productId":"souris-gaming","quantity":1}],"__proto__":{"role":"admin"}}');
  });

  it('refuses large bodies, other media types and unknown products', async () => {
    await refused(call, 413, await order({ items: [mouse], more: 'a'.repeat(17_000) }));
    const type = (content: string) => ({ ...key(randomUUID()), 'content-type': content });
    await refused(call, 415, await order({ items: [mouse] }, type('text/plain')));
    await refused(call, 415, await order({ items: [mouse] }, type('application/json; charset=latin1')));
    const unknown = await order({ items: [mouse, { productId: 'nothing', quantity: 1 }] });
    assert.deepEqual(await refused(call, 422, unknown), ['items[1].productId']);
  });
});
