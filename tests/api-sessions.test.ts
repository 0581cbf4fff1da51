import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { answered, refused } from './support/api.ts';
import { type Customer, concurrently, send, signUp } from './support/customer.ts';
import { environment, start, stop } from './support/environment.ts';
import { Frontend } from './support/frontend.ts';
import { until } from './support/until.ts';

const list = (customer: Customer, url: string, path = '/api/orders') => customer.request('GET', url + path);

describe('DELETE /api/sessions', () => {
  const call = 'DELETE /api/sessions';

  it('ends the session: at once here, and soon in every other process', async () => {
    const customer = await signUp();
    await using other = new Frontend();
    const elsewhere = await other.listening();
    await until('the other frontend accepts the token', async () => (await list(customer, elsewhere)).status === 200);
    assert.equal((await list(customer, environment.orderServiceUrl, '/orders')).status, 200);
    await answered(call, 204, await customer.request('DELETE', '/api/sessions'));
    await refused('GET /api/orders', 401, await list(customer, environment.frontendUrl));
    await answered(call, 204, await customer.request('DELETE', '/api/sessions'));
    await until('the other frontend refuses the token', async () => (await list(customer, elsewhere)).status === 401);
    await until(
      'order-service refuses the token',
      async () => (await list(customer, environment.orderServiceUrl, '/orders')).status === 401,
    );
  });

  it('ends the event streams of the session', async () => {
    const customer = await signUp();
    await stop('order-worker');
    try {
      const { orderId } = await customer.place();
      const stream = await customer.request('GET', `/api/orders/${orderId}/events`);
      assert.equal(stream.status, 200);
      assert.equal((await customer.request('DELETE', '/api/sessions')).status, 204);
      assert.doesNotMatch(await stream.text(), /confirmed/);
    } finally {
      await start('order-worker');
    }
  });

  it('is a 503 while user-service is unavailable, and still removes the cookie', async () => {
    const customer = await signUp();
    await stop('user-service');
    try {
      const response = await customer.request('DELETE', '/api/sessions');
      await refused(call, 503, response);
      assert.match(response.headers.getSetCookie()[0] ?? '', /^session=;/);
      await customer.place();
    } finally {
      await start('user-service');
    }
    assert.equal((await customer.request('DELETE', '/api/sessions')).status, 204);
  });
});

describe('PUT /api/users/me/password', () => {
  const call = 'PUT /api/users/me/password';

  it('changes the password, and ends the other sessions of the user', async () => {
    const credentials = { username: `test-${randomUUID()}`, password: 'correct horse' };
    await send('POST', '/api/users', { body: credentials });
    const logIn = async (password: string) => {
      const response = await send('POST', '/api/sessions', { body: { ...credentials, password } });
      return { status: response.status, ...((await response.json()) as { token: string }) };
    };
    const [own, other] = [await logIn(credentials.password), await logIn(credentials.password)];
    const request = (method: string, path: string, { token }: { token: string }, body?: object) =>
      send(method, path, { body, headers: { authorization: `Bearer ${token}` } });
    const change = (currentPassword: string, newPassword: string) =>
      request('PUT', '/api/users/me/password', own, { currentPassword, newPassword });

    await refused(call, 403, await change('wrong horse', 'another horse'));
    assert.deepEqual(await refused(call, 400, await change('correct horse', 'Password123')), ['newPassword']);
    await refused(call, 401, await send('PUT', '/api/users/me/password', { body: {} }));
    await answered(call, 204, await change('correct horse', 'another horse'));
    assert.equal((await logIn('correct horse')).status, 401);
    assert.equal((await logIn('another horse')).status, 201);
    await until(
      'the other session is refused',
      async () => (await request('GET', '/api/orders', other)).status === 401,
    );
    assert.equal((await request('GET', '/api/orders', own)).status, 200);
  });
});

describe('a flood of wrong passwords from one address', () => {
  it('is refused, while customers log in, sign up and order', async () => {
    const credentials = { username: `test-${randomUUID()}`, password: 'correct horse' };
    assert.equal((await send('POST', '/api/users', { body: credentials })).status, 201);
    const customer = await signUp();
    const guess = () =>
      send('POST', '/api/sessions', { body: { username: `test-${randomUUID()}`, password: 'wrong horse' } });
    const flood = concurrently(300, 150, guess);
    const session = await send('POST', '/api/sessions', { body: credentials });
    assert.equal(session.status, 201, await session.clone().text());
    const { orderId } = await customer.place();
    assert.equal(await customer.settled(orderId), 'confirmed');
    const responses = await flood;
    const [busy] = responses.filter(({ status }) => status === 429);
    assert.deepEqual([...new Set(responses.map(({ status }) => status))].toSorted(), [401, 429]);
    assert.ok(busy !== undefined);
    await refused('POST /api/sessions', 429, busy);
    assert.equal((await send('POST', '/api/sessions', { body: credentials })).status, 201);
    await signUp();
  });
});
