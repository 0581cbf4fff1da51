import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, before, test } from 'node:test';
import type { Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { createDatabaseProxy, type DatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { waitForDatabase } from '#platform/database/wait-for-database.ts';
import { createApp } from '#platform/http/app.ts';
import { serve, type TestServer } from '#platform/http/http.testkit.ts';
import { createTokenIssuer, type TokenIssuer } from '#platform/http/token-issuer.testkit.ts';
import { HistoryEntry, initModels, Order } from './models.ts';
import { routes } from './routes.ts';

const user = randomUUID();
let scratch: TestDatabase;
let outage: DatabaseProxy;
let database: Sequelize;
let users: TokenIssuer;
let jwks: TestServer;
let api: TestServer;

before(async () => {
  scratch = await createTestDatabase();
  outage = await createDatabaseProxy(scratch.url);
  database = connect(outage.url, 'orders');
  initModels(database);
  await migrate(database, new URL('./migrations/', import.meta.url));

  users = await createTokenIssuer();
  jwks = await serve(users.jwks);
  api = await serve(createApp({ dependencies: [], routes: routes({ jwksUrl: jwks.url }) }));
});

after(async () => {
  for (const server of [api, jwks]) await server[Symbol.asyncDispose]();
  await database.close();
  await outage[Symbol.asyncDispose]();
  await scratch[Symbol.asyncDispose]();
});

/** The fields that a test reads from a response. */
interface Body {
  orders: Body[];
  nextCursor: string | null;
  orderId: string;
  history: { status: string; at: string }[];
  errors: { path: string }[];
}

async function get(path: string, as = user, role?: 'admin'): Promise<{ status: number; headers: Headers; body: Body }> {
  const headers = { authorization: `Bearer ${await users.token({ sub: as, ...(role && { role }) })}` };
  const response = await fetch(api.url + path, { headers });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

type Fields = Partial<Pick<Order, 'userId' | 'status' | 'items' | 'totalCents' | 'reason' | 'traceId' | 'placedAt'>>;

async function place(fields: Fields = {}): Promise<string> {
  const { id } = await Order.create({
    id: randomUUID(),
    userId: user,
    status: 'pending',
    items: [{ productId: 'laptop-pro', quantity: 1 }],
    totalCents: null,
    reason: null,
    traceId: null,
    placedAt: new Date(),
    updatedAt: new Date(),
    ...fields,
  });
  return id;
}

test('an order is shown with its history, oldest step first', async () => {
  const placedAt = new Date('2026-01-02T03:04:05.678Z');
  const confirmedAt = new Date('2026-01-02T03:04:05.999Z');
  const name = { fr: 'Montre connectée', en: 'Smartwatch' };
  const orderId = await place({
    status: 'cancelled',
    items: [{ productId: 'montre-connectee', quantity: 2, name, unitPriceCents: 29_999 }],
    totalCents: 59_998,
    traceId: 'a'.repeat(32),
    placedAt,
  });
  await HistoryEntry.bulkCreate([
    { orderId, status: 'cancelled', at: confirmedAt },
    { orderId, status: 'confirmed', at: confirmedAt },
    { orderId, status: 'pending', at: placedAt },
  ]);
  const { status, body } = await get(`/orders/${orderId}`);
  assert.equal(status, 200);
  assert.deepEqual(body, {
    orderId,
    userId: user,
    status: 'cancelled',
    items: [{ productId: 'montre-connectee', name, quantity: 2, unitPriceCents: 29_999 }],
    totalCents: 59_998,
    reason: null,
    shortages: [],
    history: [
      { status: 'pending', at: placedAt.toISOString() },
      { status: 'confirmed', at: confirmedAt.toISOString() },
      { status: 'cancelled', at: confirmedAt.toISOString() },
    ],
    traceId: 'a'.repeat(32),
    placedAt: placedAt.toISOString(),
  });
});

test('an order is shown without steps that are stored while it is read', async () => {
  const at = new Date('2026-01-02T03:04:05.678Z');
  const orderId = await place({ status: 'pending' });
  await HistoryEntry.bulkCreate([
    { orderId, status: 'pending', at },
    { orderId, status: 'confirmed', at },
  ]);
  const { body } = await get(`/orders/${orderId}`);
  assert.partialDeepStrictEqual(body, { status: 'pending' });
  assert.deepEqual(body.history, [{ status: 'pending', at: at.toISOString() }]);
});

test('unknown fields of an order are null', async () => {
  const orderId = await place();
  const { body } = await get(`/orders/${orderId}`);
  assert.partialDeepStrictEqual(body, {
    items: [{ productId: 'laptop-pro', name: null, quantity: 1, unitPriceCents: null }],
    totalCents: null,
    history: [],
    traceId: null,
  });
});

test("another user's order, an order that is not placed yet and an invalid id are not found", async () => {
  const others = await place({ userId: randomUUID() });
  const unplaced = await place({ placedAt: null });
  const withoutUser = await place({ userId: null, placedAt: null });
  for (const id of [others, unplaced, withoutUser, randomUUID(), '1', '%E6%97%A5']) {
    assert.equal((await get(`/orders/${id}`)).status, 404, id);
  }
});

test('an admin finds the placed orders of all users', async () => {
  const headers = { authorization: `Bearer ${await users.token({ sub: randomUUID(), role: 'admin' })}` };
  const statusOf = async (id: string) => (await fetch(`${api.url}/orders/${id}`, { headers })).status;
  assert.equal(await statusOf(await place({ userId: randomUUID() })), 200);
  assert.equal(await statusOf(await place({ placedAt: null })), 404);
});

test('pages list orders newest first, without gap or repetition, even when times are equal', async () => {
  const customer = randomUUID();
  const time = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);
  const times = [0, 1, 1, 1, 1, 1, 2, 2, 2, 3];
  const placed = await Promise.all(
    times.map(async (ms) => ({ ms, id: await place({ userId: customer, placedAt: time(ms) }) })),
  );
  await place({ userId: customer, placedAt: null });
  const expected = placed.toSorted((a, b) => b.ms - a.ms || (a.id < b.id ? 1 : -1)).map(({ id }) => id);

  for (const limit of [1, 2, 3, 5, 9, 10]) {
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const { body }: { body: Body } = await get(`/orders?limit=${limit}${next && `&cursor=${next}`}`, customer);
      assert.ok(body.orders.length > 0 && body.orders.length <= limit);
      seen.push(...body.orders.map(({ orderId }) => orderId));
      next = body.nextCursor;
    }
    assert.deepEqual(seen, expected, `pages of ${limit}`);
  }
});

test('a page has twenty orders of the caller by default', async () => {
  const customer = randomUUID();
  await Promise.all(Array.from({ length: 21 }, () => place({ userId: customer })));
  const { body } = await get('/orders', customer);
  assert.equal(body.orders.length, 20);
  assert.ok(body.nextCursor);
  assert.deepEqual((await get('/orders', randomUUID())).body, { orders: [], nextCursor: null });
});

test('an invalid page is refused, and the response names the issue', async () => {
  for (const [query, path] of [
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['limit=ten', 'limit'],
    ['limit=1.5', 'limit'],
    ['limit=1&limit=2', 'limit'],
    ['cursor=nonsense', 'cursor'],
    ['page=2', 'page'],
  ] as const) {
    const { status, body } = await get(`/orders?${query}`);
    assert.equal(status, 400, query);
    assert.deepEqual(
      body.errors.map((issue) => issue.path),
      [path],
    );
  }
});

const lookUp = async (orders: unknown) => {
  const response = await fetch(`${api.url}/orders/lookup`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ orders }),
  });
  return { status: response.status, body: (await response.json()) as Body };
};

test('a lookup returns the orders of several users in their current state', async () => {
  const [alice, bob] = [randomUUID(), randomUUID()];
  const mine = await place({ userId: alice, status: 'cancelled', totalCents: 1 });
  const theirs = await place({ userId: bob, status: 'rejected', reason: 'insufficient-stock' });
  const [asAlice, asBob] = [await users.token({ sub: alice }), await users.token({ sub: bob })];
  const { status, body } = await lookUp([
    { orderId: mine, token: asAlice },
    { orderId: randomUUID(), token: asAlice },
    { orderId: theirs, token: asBob },
  ]);
  assert.equal(status, 200);
  assert.deepEqual(
    body.orders.toSorted((a, b) => (a.orderId === mine ? -1 : b.orderId === mine ? 1 : 0)),
    [(await get(`/orders/${mine}`, alice)).body, (await get(`/orders/${theirs}`, bob)).body],
  );
});

test('a lookup shows no order that its own token would not show', async () => {
  const owner = randomUUID();
  const [orderId, unplaced] = [await place({ userId: owner }), await place({ userId: owner, placedAt: null })];
  const valid = await users.token({ sub: owner });
  const other = await place();
  for (const orders of [
    [{ orderId: unplaced, token: valid }],
    [{ orderId, token: await users.token({ sub: user }) }],
    [{ orderId, token: await users.token({ sub: randomUUID(), role: 'admin' }) }],
    [{ orderId, token: await users.token({ sub: owner, exp: 1 }) }],
    [{ orderId, token: 'nonsense' }],
    [{ orderId, token: '' }],
    // The valid token of one order does not show another one.
    [
      { orderId, token: 'nonsense' },
      { orderId: randomUUID(), token: valid },
      { orderId: other, token: valid },
    ],
  ]) {
    assert.deepEqual(await lookUp(orders), { status: 200, body: { orders: [] } });
  }
  assert.equal((await lookUp([{ orderId, token: valid }])).body.orders.length, 1);
});

test('an invalid lookup is refused', async () => {
  const token = await users.token({ sub: user });
  for (const orders of [undefined, [], {}, [{ orderId: randomUUID() }], [{ orderId: '1', token }]]) {
    assert.equal((await lookUp(orders)).status, 400);
  }
  const many = (count: number) => Array.from({ length: count }, () => ({ orderId: randomUUID(), token }));
  assert.equal((await lookUp(many(500))).status, 200);
  assert.equal((await lookUp(many(501))).status, 400);
});

test('a request without a token is refused', async () => {
  for (const path of ['/orders', `/orders/${randomUUID()}`]) {
    const { status, headers } = await fetch(api.url + path);
    assert.equal(status, 401);
    assert.ok(headers.get('www-authenticate'));
  }
});

test('the response is 503 while the database is unavailable, and 200 afterward', async () => {
  await outage.cut();
  const { status, headers } = await get('/orders');
  assert.equal(status, 503);
  assert.ok(headers.get('retry-after'));
  await outage.restore();
  await waitForDatabase(database);
  assert.equal((await get('/orders')).status, 200);
});

test('an admin finds the orders of all customers, the oldest pending ones first', async () => {
  const [customer, other] = [randomUUID(), randomUUID()];
  const at = (minute: number) => new Date(Date.UTC(2020, 0, 1, 0, minute));
  const late = await place({ userId: customer, placedAt: at(2) });
  const stuck = await place({ userId: other, placedAt: at(1) });
  const settled = await place({ userId: customer, status: 'confirmed', placedAt: at(3) });
  const search = async (query: string) =>
    (await get(`/admin/orders?${query}`, user, 'admin')).body.orders.map(({ orderId }) => orderId);
  assert.deepEqual((await search('status=pending')).slice(0, 2), [stuck, late]);
  assert.deepEqual(await search(`customer=${customer}`), [settled, late]);
  assert.deepEqual(await search(`customer=${customer}&status=confirmed`), [settled]);
  assert.deepEqual(await search(`id=${stuck.slice(0, 8).toUpperCase()}`), [stuck]);
  for (const query of ['', 'id=123', 'customer=me', 'status=lost', 'id=%25%25%25%25%25%25%25%25']) {
    assert.equal((await get(`/admin/orders?${query}`, user, 'admin')).status, 400, query);
  }
  assert.equal((await get('/admin/orders?status=pending')).status, 403);
});
