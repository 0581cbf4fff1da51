import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decodeProtectedHeader } from 'jose';
import { Frontend } from './support/frontend.ts';
import { until } from './support/until.ts';
import { startUserService } from './support/user-service.ts';

const post = (url: string, path: string, body: object, headers: Record<string, string> = {}) =>
  fetch(url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });

interface Session {
  token: string;
  user: { role: string };
}

async function logIn(url: string, username: string, password: string, path = '/sessions'): Promise<Session> {
  const response = await post(url, path, { username, password });
  assert.equal(response.status, 201, await response.clone().text());
  return (await response.json()) as Session;
}

describe('user-service', () => {
  it('has no account with a known password unless demo data is requested', async () => {
    await using users = await startUserService({ NODE_ENV: 'production' });
    const refused = await post(users.url, '/sessions', { username: 'admin', password: 'admin123' });
    assert.equal(refused.status, 401);

    const [, password = ''] = /^password: (\S+)/m.exec(await users.account(['create-admin', 'Admin'])) ?? [];
    const first = await logIn(users.url, 'admin', password);
    assert.equal(first.user.role, 'admin');
    await assert.rejects(users.account(['create-admin', 'admin']));

    const [, renewed = ''] = /^password: (\S+)/m.exec(await users.account(['reset-password', 'admin'])) ?? [];
    assert.notEqual(renewed, password);
    assert.equal((await post(users.url, '/sessions', { username: 'admin', password })).status, 401);
    await logIn(users.url, 'admin', renewed);
    const authorization = `Bearer ${first.token}`;
    const leave = await fetch(`${users.url}/sessions`, { method: 'DELETE', headers: { authorization } });
    assert.equal(leave.status, 401);

    await assert.rejects(users.account(['change-password', 'admin'], 'password123\n'));
    await users.account(['change-password', 'admin'], 'a password of my own\n');
    await logIn(users.url, 'admin', 'a password of my own');
  });

  it('rotates its keys, and processes notice a withdrawn key, without a restart', async () => {
    await using users = await startUserService();
    await using frontend = new Frontend(users.env);
    const url = await frontend.listening();
    const account = { username: 'customer', password: 'correct horse' };
    assert.equal((await post(url, '/api/users', account)).status, 201);
    const enter = () => logIn(url, account.username, account.password, '/api/sessions');
    // An order that does not exist: order-service is not asked, because it does not know the keys of this user-service.
    const status = async ({ token }: Session) =>
      (await fetch(`${url}/api/orders/nonsense`, { headers: { authorization: `Bearer ${token}` } })).status;
    const before = await enter();
    assert.equal(await status(before), 404);

    const { kid: old = '' } = decodeProtectedHeader(before.token);
    await users.account(['rotate-key']);
    // By now, every process would know the key; the test does not wait for a minute.
    const name = new URL(users.database.url).pathname.slice(1);
    await users.database.asRoot(`UPDATE ${name}.signing_keys SET created_at = created_at - INTERVAL 1 HOUR`);
    await users.database.asRoot(
      `UPDATE ${name}.signing_keys SET created_at = created_at - INTERVAL 1 HOUR WHERE kid = '${old}'`,
    );
    const after = await until('the new key signs', async () => {
      const session = await enter();
      return decodeProtectedHeader(session.token).kid === old ? undefined : session;
    });
    await until('the new key is known', async () => (await status(after)) === 404);
    assert.equal(await status(before), 404);

    await users.account(['withdraw-key', old]);
    await until('tokens of the withdrawn key are refused', async () => (await status(before)) === 401);
    assert.equal(await status(after), 404);
  });

  it('accepts the address of a client only from the frontend, which accepts it only from its proxies', async () => {
    const FRONTEND_SECRET = 'the secret of this test';
    await using users = await startUserService({ SIGN_UPS_PER_MINUTE: '1', FRONTEND_SECRET });
    let n = 0;
    const signUp = async (url: string, path: string, address: string) => {
      const account = { username: `customer-${n++}`, password: 'correct horse' };
      return (await post(url, path, account, { 'x-forwarded-for': address })).status;
    };
    await using behindProxy = new Frontend({ ...users.env, FRONTEND_SECRET, TRUST_PROXY: 'loopback' });
    const url = await behindProxy.listening();
    assert.equal(await signUp(url, '/api/users', '2001:db8::1'), 201);
    assert.equal(await signUp(url, '/api/users', '2001:db8::2'), 429);
    assert.equal(await signUp(url, '/api/users', '192.0.2.1:4711'), 201);
    assert.equal(await signUp(url, '/api/users', '192.0.2.1'), 429);

    assert.equal(await signUp(users.url, '/users', '192.0.2.2'), 201);
    assert.equal(await signUp(users.url, '/users', '192.0.2.3'), 429);
    await using exposed = new Frontend({ ...users.env, FRONTEND_SECRET });
    assert.equal(await signUp(await exposed.listening(), '/api/users', '192.0.2.4'), 429);
  });
});
