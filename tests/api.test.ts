import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { sendRaw } from '#platform/http/http.testkit.ts';
import { type Customer, concurrently, type RequestOptions, send, signUp } from './support/customer.ts';
import { type Call, described } from './support/described.ts';
import { environment, start, stop } from './support/environment.ts';
import { query } from './support/ledger.ts';
import { until } from './support/until.ts';

const mouse = { productId: 'souris-gaming', quantity: 1 };
const nowhere = randomUUID();

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

const order = (body: unknown, headers: Record<string, string> = { 'idempotency-key': randomUUID() }) =>
  customer.request('POST', '/api/orders', { body, headers });

/** The answer to a call must be this problem, as openapi.json describes it; returns the paths of the faults it names. */
async function refused(call: Call, status: number, response: Response): Promise<string[]> {
  const problem = await described(call, response);
  assert.equal(response.status, status, JSON.stringify(problem));
  assert.equal(problem['status'], status);
  assert.match(String(problem['traceId']), /^[0-9a-f]{32}$/);
  assert.equal(response.headers.get('cache-control'), 'no-store');
  assert.doesNotMatch(JSON.stringify(problem), /node_modules|\.ts:\d/);
  if (status === 429 || status === 503) assert.ok(Number(response.headers.get('retry-after')) > 0);
  if (status === 401) assert.match(response.headers.get('www-authenticate') ?? '', /^Bearer/);
  return ((problem['errors'] ?? []) as { path: string }[]).map(({ path }) => path);
}

/** The promise of an answer in 5 s, whatever is away. */
const soon = () => ({ signal: AbortSignal.timeout(5_000) });

async function answered(call: Call, status: number, response: Response): Promise<Record<string, unknown>> {
  const body = await described(call, response);
  assert.equal(response.status, status, JSON.stringify(body));
  return body;
}

describe('an account', () => {
  const call = 'POST /api/users';
  const credentials = () => ({ username: `test-${randomUUID()}`, password: 'correct horse' });

  it('is made once', async () => {
    const body = credentials();
    const { username } = await answered(call, 201, await send('POST', '/api/users', { body }));
    assert.equal(username, body.username);
    await refused(call, 409, await send('POST', '/api/users', { body }));
  });

  it('needs a name and a password', async () => {
    const post = (body: unknown) => send('POST', '/api/users', { body });
    const name = credentials().username;
    assert.deepEqual(await refused(call, 400, await post({ username: name, password: 'short' })), ['password']);
    assert.deepEqual(await refused(call, 400, await post({ username: 'a b c', password: 'correct horse' })), [
      'username',
    ]);
    assert.deepEqual(await refused(call, 400, await post({ username: `${name}\0`, password: 'correct horse' })), [
      'username',
    ]);
    assert.deepEqual((await refused(call, 400, await post({ username: 1 }))).toSorted(), ['password', 'username']);
    await refused(call, 400, await post('{'));
    await refused(call, 413, await post({ ...credentials(), password: 'a'.repeat(17_000) }));
    await refused(
      call,
      415,
      await send('POST', '/api/users', { body: 'a', headers: { 'content-type': 'text/plain' } }),
    );
  });
});

describe('a session', () => {
  const call = 'POST /api/sessions';
  const login = (body: unknown, headers: Record<string, string> = {}) =>
    send('POST', '/api/sessions', { body, headers });
  const admin = { username: 'admin', password: 'admin123' };

  it('is a token, and for browsers a cookie that scripts cannot read', async () => {
    const response = await login(admin);
    const { token } = await answered(call, 201, response);
    const [cookie = ''] = response.headers.getSetCookie();
    assert.ok(cookie.startsWith(`session=${token};`));
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie.includes(attribute), attribute);
  });

  it('needs the right password, of a known user', async () => {
    const username = `test-${randomUUID()}`;
    await refused(call, 401, await login({ username, password: 'wrong password' }));
    await refused(call, 401, await login({ ...admin, password: '' }));
    assert.deepEqual(await refused(call, 400, await login({ username, more: 1 })), ['password', 'more']);
    await refused(call, 413, await login({ username, password: 'a'.repeat(17_000) }));
    await refused(call, 415, await login('a', { 'content-type': 'text/plain' }));
  });

  it('is refused for a while after too many wrong passwords', async () => {
    const username = `test-${randomUUID()}`;
    const responses = await concurrently(12, 4, () => login({ username, password: 'wrong password' }));
    const late = responses.filter(({ status }) => status === 429);
    assert.ok(late.length > 0);
    for (const response of late) await refused(call, 429, response);
  });

  it('by cookie counts for requests of this site only', async () => {
    const { token } = (await (await login(admin)).json()) as { token: string };
    const cookie = `session=${token}`;
    assert.equal((await send('GET', '/api/orders', { headers: { cookie } })).status, 200);
    const place = (headers: Record<string, string>) =>
      send('POST', '/api/orders', {
        body: { items: [mouse] },
        headers: { cookie, 'idempotency-key': randomUUID(), ...headers },
      });
    // fetch sets Sec-Fetch-Site itself where it can; the Origin is enough.
    await refused('POST /api/orders', 403, await place({ origin: 'https://elsewhere.example' }));
    await refused(call, 403, await login(admin, { cookie, origin: 'https://elsewhere.example' }));
    const cancel = `/api/orders/${confirmed}/cancellation`;
    const crossed = await send('POST', cancel, { headers: { cookie, origin: 'https://elsewhere.example' } });
    await refused('POST /api/orders/{id}/cancellation', 403, crossed);
    const leave = await send('DELETE', '/api/sessions', { headers: { cookie, origin: 'https://elsewhere.example' } });
    await refused('DELETE /api/sessions', 403, leave);
  });

  it('ends', async () => {
    const response = await send('DELETE', '/api/sessions');
    await answered('DELETE /api/sessions', 204, response);
    assert.equal((await send('DELETE', '/api/sessions', { headers: { cookie: 'session=a.b.c' } })).status, 204);
    assert.match(response.headers.getSetCookie()[0] ?? '', /^session=;.*Expires=Thu, 01 Jan 1970/);
  });
});

describe('a token', () => {
  const call = 'GET /api/orders';
  const ask = (headers: Record<string, string>) => send('GET', '/api/orders', { headers });
  const bearer = (token: string) => ask({ authorization: `Bearer ${token}` });
  const signed = async (key: CryptoKey, kid: string, expiresAt: number) =>
    new SignJWT({ name: 'test', role: 'customer' })
      .setProtectedHeader({ alg: 'EdDSA', kid })
      .setIssuer('orderflow')
      .setAudience('orderflow')
      .setSubject(customer.id)
      .setExpirationTime(expiresAt)
      .sign(key);

  it('must be signed by user-service, and not have expired', async () => {
    const [stored] = await query<{ kid: string; private_jwk: JWK }>('SELECT kid, private_jwk FROM users.signing_keys');
    assert.ok(stored !== undefined);
    const key = await importJWK(stored.private_jwk, 'EdDSA');
    assert.ok(key instanceof CryptoKey);
    const now = Math.floor(Date.now() / 1_000);
    await answered(call, 200, await bearer(await signed(key, stored.kid, now + 60)));
    await refused(call, 401, await bearer(await signed(key, stored.kid, now - 1)));
    const { privateKey } = await generateKeyPair('EdDSA');
    await refused(call, 401, await bearer(await signed(privateKey, stored.kid, now + 60)));
    await refused(call, 401, await bearer(await signed(privateKey, 'another', now + 60)));
  });

  it('is nothing else than a token', async () => {
    for (const value of ['', 'Bearer', 'Bearer a', 'Bearer a.b.c', 'Basic YWRtaW46YWRtaW4xMjM=']) {
      await refused(call, 401, await ask({ authorization: value }));
    }
    await refused(call, 401, await ask({ cookie: 'session=a.b.c' }));
  });
});

describe('the catalogue', () => {
  const get = (path: string, headers: Record<string, string> = {}) => send('GET', path, { headers });

  it('is in the language that is asked for, French first', async () => {
    const name = async (path: string, headers: Record<string, string> = {}) =>
      (await answered('GET /api/products/{id}', 200, await get(path, headers)))['name'];
    const path = '/api/products/casque-sans-fil';
    const french = await name(path);
    const english = await name(`${path}?lang=en`);
    assert.equal(french, 'Casque Sans Fil');
    assert.notEqual(english, french);
    assert.equal(await name(path, { 'accept-language': 'en-GB,en;q=0.9' }), english);
    assert.equal(await name(path, { 'accept-language': 'de' }), french);
    assert.equal(await name(`${path}?lang=fr`, { 'accept-language': 'en' }), french);
    const { products } = await answered('GET /api/products', 200, await get('/api/products'));
    assert.ok((products as object[]).length >= 10);
  });

  it('knows no other language, and no other products', async () => {
    const one = 'GET /api/products/{id}';
    assert.deepEqual(await refused('GET /api/products', 400, await get('/api/products?lang=de')), ['lang']);
    assert.deepEqual(await refused(one, 400, await get('/api/products/laptop-pro?lang=fr&lang=en')), ['lang']);
    for (const id of ['nothing', '%00', 'a%2Fb', '__proto__', 'a'.repeat(1_000)]) {
      await refused(one, 404, await get(`/api/products/${id}`));
    }
    await refused(one, 400, await get('/api/products/%E0%A4%A'));
    // Sent as they are: fetch would resolve the dots.
    for (const id of ['.', '..', '%2E', '%2e%2e%2Fhealth']) {
      const { status } = await sendRaw(environment.frontendUrl, `/api/products/${id}`);
      assert.equal(status, 404, id);
    }
  });

  it('is on the home page, with nothing inline', async () => {
    const response = await get('/');
    assert.equal(response.status, 200);
    assert.match(response.headers.get('content-security-policy') ?? '', /default-src 'none'/);
    const page = await response.text();
    assert.ok(page.includes('Casque Sans Fil'));
    assert.doesNotMatch(page, /<script(?![^>]* src=)|<style| style=| on\w+=/i);
  });
});

describe('placing an order', () => {
  const call = 'POST /api/orders';
  const key = (value: string) => ({ 'idempotency-key': value });

  it('is accepted with its place, its trace and what can be done next', async () => {
    const response = await order({ items: [mouse] });
    const { orderId, traceId, links } = await answered(call, 202, response);
    assert.equal(response.headers.get('location'), `/api/orders/${orderId}`);
    assert.match(String(traceId), /^[0-9a-f]{32}$/);
    assert.deepEqual(Object.keys(links as object), ['self', 'events', 'cancellation', 'trace']);
    assert.ok(String((links as { trace: string }).trace).endsWith(`/trace/${traceId}`));
  });

  it('again is the same order, with the state and trace that are known', async () => {
    const once = key(randomUUID());
    const first = await answered(call, 202, await order({ items: [mouse] }, once));
    await customer.settled(String(first['orderId']));
    const again = await answered(call, 202, await order({ items: [mouse] }, once));
    assert.deepEqual(again, { ...first, status: 'confirmed' });
    assert.deepEqual(await refused(call, 422, await order({ items: [{ ...mouse, quantity: 2 }] }, once)), []);
  });

  it('with the key of another user is another order', async () => {
    const same = key(randomUUID());
    const mine = await answered(call, 202, await order({ items: [mouse] }, same));
    const theirs = await stranger.place([mouse], same['idempotency-key']);
    assert.notEqual(mine['orderId'], theirs.orderId);
  });

  it('needs a token', async () => {
    const options = { body: { items: [mouse] }, headers: key(randomUUID()) };
    await refused(call, 401, await send('POST', '/api/orders', options));
    const headers = { ...options.headers, authorization: 'Bearer nonsense' };
    await refused(call, 401, await send('POST', '/api/orders', { ...options, headers }));
  });

  it('needs an Idempotency-Key of visible ASCII', async () => {
    for (const headers of [{}, key('a b'), key('é'), key('a'.repeat(256))]) {
      assert.deepEqual(await refused(call, 400, await order({ items: [mouse] }, headers)), ['idempotency-key']);
    }
    await answered(call, 202, await order({ items: [mouse] }, key(randomUUID().padEnd(255, '~'))));
  });

  it('names what is wrong with its items', async () => {
    const faults = async (body: unknown) => refused(call, 400, await order(body));
    const many = Array.from({ length: 51 }, (_, n) => ({ productId: `p-${n}`, quantity: 1 }));
    assert.deepEqual(await faults({}), ['items']);
    assert.deepEqual(await faults({ items: [] }), ['items']);
    assert.deepEqual(await faults({ items: many }), ['items']);
    assert.deepEqual(await faults({ items: [mouse, mouse] }), ['items[1].productId']);
    for (const quantity of [0, 101, 1.5, '1', null]) {
      assert.deepEqual(await faults({ items: [mouse, { productId: 'laptop-pro', quantity }] }), ['items[1].quantity']);
    }
    for (const productId of ['', 'a\0', 'a/b', '\ud800', 'a'.repeat(65), 1]) {
      assert.deepEqual(await faults({ items: [{ productId, quantity: 1 }] }), ['items[0].productId']);
    }
    assert.deepEqual(await faults({ items: [{ ...mouse, priceCents: 1 }] }), ['items[0].priceCents']);
    await faults('{"items":');
    await faults(`{"items":${'['.repeat(8_000)}${']'.repeat(8_000)}}`);
    await faults('{"items":[{"productId":"souris-gaming","quantity":1}],"__proto__":{"role":"admin"}}');
  });

  it('is at most 16 KiB of JSON, of products that exist', async () => {
    await refused(call, 413, await order({ items: [mouse], more: 'a'.repeat(17_000) }));
    const type = (content: string) => ({ ...key(randomUUID()), 'content-type': content });
    await refused(call, 415, await order({ items: [mouse] }, type('text/plain')));
    await refused(call, 415, await order({ items: [mouse] }, type('application/json; charset=latin1')));
    const unknown = await order({ items: [mouse, { productId: 'nothing', quantity: 1 }] });
    assert.deepEqual(await refused(call, 422, unknown), ['items[1].productId']);
  });
});

describe('the orders of a customer', () => {
  it('are listed newest first, page by page, and nobody else sees them', async () => {
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

  it('are listed to nobody else, and only by a right cursor', async () => {
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

describe('one order', () => {
  const call = 'GET /api/orders/{id}';
  const unknown = [nowhere, 'nonsense', '%00', '1;DROP TABLE orders'];

  it('is told whole, in the language that is asked for', async () => {
    const get = async (query: string) =>
      answered(call, 200, await customer.request('GET', `/api/orders/${confirmed}${query}`));
    const [french, english] = [await get(''), await get('?lang=en')];
    assert.equal(french['totalCents'], 4_999);
    assert.notDeepEqual(french['items'], english['items']);
  });

  it('is a 404 if it is unknown or of another user, whatever is asked of it', async () => {
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

  it('is told to no one without a token', async () => {
    await refused(call, 401, await send('GET', `/api/orders/${confirmed}`));
    await refused(`${call}/events`, 401, await send('GET', `/api/orders/${confirmed}/events`));
    const cancel = await send('POST', `/api/orders/${confirmed}/cancellation`);
    await refused('POST /api/orders/{id}/cancellation', 401, cancel);
  });
});

describe('a cancellation', () => {
  const call = 'POST /api/orders/{id}/cancellation';
  const cancel = (id: string, options?: RequestOptions) =>
    customer.request('POST', `/api/orders/${id}/cancellation`, options);

  it('may be repeated', async () => {
    const { orderId } = await customer.place();
    await answered(call, 202, await cancel(orderId));
    await answered(call, 202, await cancel(orderId, { body: {} }));
    await until('the order is cancelled', async () => (await customer.order(orderId)).status === 'cancelled');
    assert.equal((await answered(call, 202, await cancel(orderId)))['status'], 'cancelled');
  });

  it('is a 409 for an order that was rejected', async () => {
    const { orderId } = await customer.place([{ productId: 'montre-connectee', quantity: 100 }]);
    assert.equal(await customer.settled(orderId), 'rejected');
    assert.equal((await customer.order(orderId)).reason, 'insufficient-stock');
    await refused(call, 409, await cancel(orderId));
  });

  it('has no body, or a small one of JSON', async () => {
    await refused(call, 415, await cancel(confirmed, { body: {}, headers: { 'content-type': 'text/plain' } }));
    await refused(call, 413, await cancel(confirmed, { body: { a: 'a'.repeat(17_000) } }));
    await refused(call, 400, await cancel(confirmed, { body: '{' }));
  });
});

describe('the events of an order', () => {
  it('are a stream as described, and end for a client that has seen the last', async () => {
    const call = 'GET /api/orders/{id}/events';
    const path = `/api/orders/${confirmed}/events`;
    const { text } = await answered(call, 200, await customer.request('GET', path));
    assert.match(String(text), /^id: confirmed\nevent: status\ndata: \{"status":"confirmed","at":"[^"]+"\}$/m);
    const headers = { 'last-event-id': 'confirmed' };
    await answered(call, 204, await customer.request('GET', path, { headers }));
  });
});

describe('what the API does not have', () => {
  const problem = async (response: Response, status: number) => {
    assert.equal(response.status, status);
    assert.match(response.headers.get('content-type') ?? '', /^application\/problem\+json/);
    assert.equal(((await response.json()) as { status: number }).status, status);
  };

  it('is a 404', async () => {
    for (const path of ['/api', '/api/nothing', '/api/orders/a/b/c', '/nothing', '/.env']) {
      await problem(await send('GET', path), 404);
    }
  });

  it('is a 405 that tells what there is', async () => {
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

describe('without order-service', () => {
  it('orders are accepted and told as far as the events tell; what nobody can know is a 503', async () => {
    await stop('order-service');
    try {
      const { orderId } = await customer.place();
      assert.equal(await customer.settled(orderId), 'confirmed');
      const found = await customer.request('GET', `/api/orders/${orderId}`);
      assert.equal((await answered('GET /api/orders/{id}', 200, found))['totalCents'], 4_999);
      await refused('GET /api/orders/{id}', 404, await stranger.request('GET', `/api/orders/${orderId}`));
      await refused('GET /api/orders/{id}', 503, await customer.request('GET', `/api/orders/${nowhere}`));
      await refused('GET /api/orders/{id}/events', 503, await customer.request('GET', `/api/orders/${nowhere}/events`));
      const cancel = await customer.request('POST', `/api/orders/${nowhere}/cancellation`);
      await refused('POST /api/orders/{id}/cancellation', 503, cancel);
      await refused('GET /api/orders', 503, await customer.request('GET', '/api/orders', soon()));
    } finally {
      await start('order-service');
    }
  });
});

describe('without user-service', () => {
  it('nobody can log in, and who has goes on', async () => {
    await stop('user-service');
    try {
      const body = { username: 'admin', password: 'admin123' };
      await refused('POST /api/sessions', 503, await send('POST', '/api/sessions', { body, ...soon() }));
      await refused('POST /api/users', 503, await send('POST', '/api/users', { body }));
      await customer.place();
    } finally {
      await start('user-service');
    }
  });
});

describe('without product-service', () => {
  it('the catalogue is a 503', async () => {
    await stop('product-service');
    try {
      await refused('GET /api/products', 503, await send('GET', '/api/products', soon()));
      await refused('GET /api/products/{id}', 503, await send('GET', '/api/products/laptop-pro'));
    } finally {
      await start('product-service');
    }
  });
});

describe('without the broker', () => {
  it('a cancellation is a 503, and so is readiness, which names what is missing', async () => {
    await stop('kafka');
    try {
      const cancel = await customer.request('POST', `/api/orders/${confirmed}/cancellation`, soon());
      await refused('POST /api/orders/{id}/cancellation', 503, cancel);
      const ready = await send('GET', '/health/ready');
      assert.equal(ready.status, 503);
      assert.ok(((await ready.json()) as { missing: string[] }).missing.includes('kafka'));
      assert.equal((await send('GET', '/health/live')).status, 200);
    } finally {
      await start('kafka');
    }
  });
});

describe('a frontend that is stopped', () => {
  it('ends its event streams, and the next one knows the orders', async () => {
    await stop('order-worker');
    try {
      const { orderId } = await customer.place();
      const stream = await customer.request('GET', `/api/orders/${orderId}/events`);
      await stop('frontend');
      assert.match(await stream.text(), /^data: \{"status":"pending"/m);
      await start('frontend');
      const found = await until('the new frontend knows the order', async () => {
        const response = await customer.request('GET', `/api/orders/${orderId}`);
        return response.status === 404 ? undefined : response;
      });
      assert.equal((await answered('GET /api/orders/{id}', 200, found))['status'], 'pending');
      await start('order-worker');
      assert.equal(await customer.settled(orderId), 'confirmed');
    } finally {
      await start('order-worker');
      await start('frontend');
    }
  });
});
