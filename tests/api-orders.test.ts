import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { answered, refused } from './support/api.ts';
import { type Customer, type RequestOptions, send, signUp } from './support/customer.ts';
import { until } from './support/until.ts';

/** The id of an order that does not exist. */
const unknownOrder = randomUUID();

let customer: Customer;
let stranger: Customer;
/** A confirmed order of the customer. */
let confirmed: string;

before(async () => {
  customer = await signUp();
  stranger = await signUp();
  confirmed = (await customer.place()).orderId;
  assert.equal(await customer.settled(confirmed), 'confirmed');
});

describe('GET /api/orders', () => {
  it("lists the customer's orders, newest first, page by page", async () => {
    const owner = await signUp();
    const placed: string[] = [];
    for (let n = 0; n < 3; n++) placed.push((await owner.place()).orderId);
    await Promise.all(placed.map((id) => owner.settled(id)));
    const page = async (query: string) =>
      (await answered('GET /api/orders', 200, await owner.request('GET', `/api/orders?${query}`))) as {
        orders: { orderId: string }[];
        nextCursor: string | null;
      };
    const first = await page('limit=2');
    const second = await page(`limit=2&cursor=${encodeURIComponent(first.nextCursor ?? '')}`);
    const listed = [...first.orders, ...second.orders].map(({ orderId }) => orderId);
    assert.deepEqual(listed, placed.toReversed());
    assert.equal(second.nextCursor, null);
    for (const { orderId } of first.orders) {
      await refused('GET /api/orders/{id}', 404, await stranger.request('GET', `/api/orders/${orderId}`));
    }
  });

  it('requires a token and a valid cursor', async () => {
    const call = 'GET /api/orders';
    const list = (query: string) => customer.request('GET', `/api/orders?${query}`);
    await refused(call, 401, await send('GET', '/api/orders'));
    for (const cursor of ['nonsense', '%00', '', 'a'.repeat(200)]) {
      assert.deepEqual(await refused(call, 400, await list(`cursor=${cursor}`)), ['cursor'], cursor);
    }
    assert.deepEqual(await refused(call, 400, await list('limit=0')), ['limit']);
    assert.deepEqual(await refused(call, 400, await list('cursor=a&cursor=b')), ['cursor']);
  });
});

describe('GET /api/orders/{id}', () => {
  const call = 'GET /api/orders/{id}';
  const unknown = [unknownOrder, 'nonsense', '%00', '1;DROP TABLE orders'];

  it('returns the order in the requested language', async () => {
    const get = async (query: string) =>
      answered(call, 200, await customer.request('GET', `/api/orders/${confirmed}${query}`));
    const [french, english] = [await get(''), await get('?lang=en')];
    assert.equal(french['totalCents'], 4_999);
    assert.notDeepEqual(french['items'], english['items']);
  });

  it('responds with 404 for an unknown order and for an order of another user', async () => {
    for (const id of [...unknown, confirmed]) {
      const asker = id === confirmed ? stranger : customer;
      await refused(call, 404, await asker.request('GET', `/api/orders/${id}`));
      await refused(`${call}/events`, 404, await asker.request('GET', `/api/orders/${id}/events`));
      const cancel = await asker.request('POST', `/api/orders/${id}/cancellation`);
      await refused('POST /api/orders/{id}/cancellation', 404, cancel);
    }
    await refused(call, 400, await customer.request('GET', '/api/orders/%E0%A4%A'));
    await refused(call, 400, await customer.request('GET', `/api/orders/${confirmed}?lang=de`));
  });

  it('requires a token', async () => {
    await refused(call, 401, await send('GET', `/api/orders/${confirmed}`));
    await refused(`${call}/events`, 401, await send('GET', `/api/orders/${confirmed}/events`));
    const cancel = await send('POST', `/api/orders/${confirmed}/cancellation`);
    await refused('POST /api/orders/{id}/cancellation', 401, cancel);
  });
});

describe('POST /api/orders/{id}/cancellation', () => {
  const call = 'POST /api/orders/{id}/cancellation';
  const cancel = (id: string, options?: RequestOptions) =>
    customer.request('POST', `/api/orders/${id}/cancellation`, options);

  it('can be repeated', async () => {
    const { orderId } = await customer.place();
    await answered(call, 202, await cancel(orderId));
    await answered(call, 202, await cancel(orderId, { body: {} }));
    await until('the order is cancelled', async () => (await customer.order(orderId)).status === 'cancelled');
    assert.equal((await answered(call, 202, await cancel(orderId)))['status'], 'cancelled');
  });

  it('responds with 409 for a rejected order', async () => {
    const { orderId } = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
    assert.equal(await customer.settled(orderId), 'rejected');
    assert.equal((await customer.order(orderId)).reason, 'insufficient-stock');
    await refused(call, 409, await cancel(orderId));
  });

  it('accepts no body or a small JSON body', async () => {
    await refused(call, 415, await cancel(confirmed, { body: {}, headers: { 'content-type': 'text/plain' } }));
    await refused(call, 413, await cancel(confirmed, { body: { a: 'a'.repeat(17_000) } }));
    await refused(call, 400, await cancel(confirmed, { body: '{' }));
  });
});

describe('GET /api/orders/{id}/events', () => {
  it('streams as openapi.json describes, and responds with 204 to a client that has seen the last event', async () => {
    const call = 'GET /api/orders/{id}/events';
    const path = `/api/orders/${confirmed}/events`;
    const { text } = await answered(call, 200, await customer.request('GET', path));
    assert.match(String(text), /^id: confirmed\nevent: status\ndata: \{"status":"confirmed","at":"[^"]+"\}$/m);
    const headers = { 'last-event-id': 'confirmed' };
    await answered(call, 204, await customer.request('GET', path, { headers }));
  });
});

describe('the API', () => {
  const problem = async (response: Response, status: number) => {
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(((await response.json()) as { status: number }).status, status);
  };

  it('responds with 404 for an unknown path', async () => {
    for (const path of ['/api', '/api/nothing', '/api/orders/a/b/c', '/nothing', '/.env']) {
      await problem(await send('GET', path), 404);
    }
  });

  it('responds with 405 and the allowed methods', async () => {
    for (const [method, path, allow] of [
      ['GET', '/api/users', 'POST'],
      ['GET', '/api/sessions', 'POST, DELETE'],
      ['POST', '/api/products', 'GET, HEAD'],
      ['DELETE', '/api/orders', 'POST, GET, HEAD'],
      ['PUT', `/api/orders/${confirmed}`, 'GET, HEAD'],
      ['GET', `/api/orders/${confirmed}/cancellation`, 'POST'],
    ] as const) {
      const response = await send(method, path);
      await problem(response, 405);
      assert.equal(response.headers.get('allow'), `${allow}, OPTIONS`);
    }
  });
});
