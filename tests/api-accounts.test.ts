import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, it } from 'node:test';
import { generateKeyPair, importJWK, type JWK, SignJWT } from 'jose';
import { answered, refused } from './support/api.ts';
import { type Customer, concurrently, send, signUp } from './support/customer.ts';
import { query } from './support/ledger.ts';

const mouse = { productId: 'souris-gaming', quantity: 1 };

let customer: Customer;
/** A confirmed order of the customer. */
let confirmed: string;

before(async () => {
  customer = await signUp();
  confirmed = (await customer.place()).orderId;
  assert.equal(await customer.settled(confirmed), 'confirmed');
});

describe('POST /api/users', () => {
  const call = 'POST /api/users';
  const credentials = () => ({ username: `test-${randomUUID()}`, password: 'correct horse' });

  it('creates an account, and responds with 409 if the username is taken', async () => {
    const body = credentials();
    const { username } = await answered(call, 201, await send('POST', '/api/users', { body }));
    assert.equal(username, body.username);
    await refused(call, 409, await send('POST', '/api/users', { body }));
  });

  it('refuses an invalid username, password or body', async () => {
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

describe('/api/sessions', () => {
  const call = 'POST /api/sessions';
  const login = (body: unknown, headers: Record<string, string> = {}) =>
    send('POST', '/api/sessions', { body, headers });
  const admin = { username: 'admin', password: 'admin123' };

  it('returns a token, and sets a cookie that scripts cannot read', async () => {
    const response = await login(admin);
    const { token } = await answered(call, 201, response);
    const [cookie = ''] = response.headers.getSetCookie();
    assert.ok(cookie.startsWith(`session=${token};`));
    for (const attribute of ['HttpOnly', 'SameSite=Lax', 'Path=/']) assert.ok(cookie.includes(attribute), attribute);
  });

  it('refuses an unknown user, a wrong password and an invalid body', async () => {
    const username = `test-${randomUUID()}`;
    await refused(call, 401, await login({ username, password: 'wrong password' }));
    await refused(call, 401, await login({ ...admin, password: '' }));
    assert.deepEqual(await refused(call, 400, await login({ username, more: 1 })), ['password', 'more']);
    await refused(call, 413, await login({ username, password: 'a'.repeat(17_000) }));
    await refused(call, 415, await login('a', { 'content-type': 'text/plain' }));
  });

  it('responds with 429 after too many wrong passwords', async () => {
    const username = `test-${randomUUID()}`;
    const responses = await concurrently(12, 4, () => login({ username, password: 'wrong password' }));
    const late = responses.filter(({ status }) => status === 429);
    assert.ok(late.length > 0);
    for (const response of late) await refused(call, 429, response);
  });

  it('accepts the cookie only in requests from the same site', async () => {
    const { token } = (await (await login(admin)).json()) as { token: string };
    const cookie = `session=${token}`;
    assert.equal((await send('GET', '/api/orders', { headers: { cookie } })).status, 200);
    const place = (headers: Record<string, string>) =>
      send('POST', '/api/orders', {
        body: { items: [mouse] },
        headers: { cookie, 'idempotency-key': randomUUID(), ...headers },
      });
    // fetch may set Sec-Fetch-Site itself; the Origin header is sufficient.
    await refused('POST /api/orders', 403, await place({ origin: 'https://elsewhere.example' }));
    await refused(call, 403, await login(admin, { cookie, origin: 'https://elsewhere.example' }));
    const cancel = `/api/orders/${confirmed}/cancellation`;
    const crossed = await send('POST', cancel, { headers: { cookie, origin: 'https://elsewhere.example' } });
    await refused('POST /api/orders/{id}/cancellation', 403, crossed);
    const leave = await send('DELETE', '/api/sessions', { headers: { cookie, origin: 'https://elsewhere.example' } });
    await refused('DELETE /api/sessions', 403, leave);
  });

  it('ends the session', async () => {
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

  it('is accepted only if user-service signed it and it has not expired', async () => {
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

  it('is refused if it is malformed', async () => {
    for (const value of ['', 'Bearer', 'Bearer a', 'Bearer a.b.c', 'Basic YWRtaW46YWRtaW4xMjM=']) {
      await refused(call, 401, await ask({ authorization: value }));
    }
    await refused(call, 401, await ask({ cookie: 'session=a.b.c' }));
  });
});
