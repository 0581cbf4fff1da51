import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { waitForDatabase } from '#platform/database/wait-for-database.ts';
import { SessionRow } from './models.ts';
import { type Body, serveUsersApi, type UsersApi } from './users.testkit.ts';

let api: UsersApi;
before(async () => {
  api = await serveUsersApi();
});
after(() => api[Symbol.asyncDispose]());

const password = 'correct horse';
const login = async (username: string, chosen = password) =>
  (await api.post('/sessions', { username, password: chosen })).body.token;
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const logOut = (token: string) => api.send('DELETE', '/sessions', undefined, bearer(token));
const ended = async () => {
  const response = await fetch(`${api.url}/.well-known/ended-sessions.json`);
  assert.equal(response.status, 200);
  return ((await response.json()) as Body).ended;
};

test('a logout ends one session, and publishes its id', async () => {
  await api.post('/users', { username: 'anna', password });
  const [one, other] = [await login('anna'), await login('anna')];
  const before = await ended();
  assert.equal((await logOut(one)).status, 204);
  assert.equal((await ended()).length, before.length + 1);
  assert.equal((await logOut(one)).status, 401);
  assert.equal((await logOut(other)).status, 204);
  assert.equal((await api.send('DELETE', '/sessions')).status, 401);
});

test('a change of the password ends the other sessions of the user', async () => {
  await api.post('/users', { username: 'bert', password });
  const [own, other] = [await login('bert'), await login('bert')];
  const change = (token: string, currentPassword: string, newPassword: string) =>
    api.send('PUT', '/users/me/password', { currentPassword, newPassword }, bearer(token));
  assert.equal((await change(own, 'wrong horse', 'another horse')).status, 403);
  assert.deepEqual(
    (await change(own, password, 'password123')).body.errors.map(({ path }) => path),
    ['newPassword'],
  );
  assert.equal((await change(own, password, 'another horse')).status, 204);
  assert.equal((await logOut(other)).status, 401);
  assert.equal((await api.post('/sessions', { username: 'bert', password })).status, 401);
  const third = await login('bert', 'another horse');
  assert.equal((await logOut(third)).status, 204);
  assert.equal((await logOut(own)).status, 204);
});

test('the ended sessions are published until their tokens expire', async () => {
  await api.post('/users', { username: 'cora', password });
  await logOut(await login('cora'));
  const ids = await ended();
  assert.ok(ids.length > 0);
  await SessionRow.update({ expiresAt: new Date(0) }, { where: { id: ids } });
  assert.deepEqual(await ended(), []);
});

test('while the database is unavailable, the last known ended sessions are published', async () => {
  await api.post('/users', { username: 'dora', password });
  const token = await login('dora');
  await logOut(await login('dora'));
  const ids = await ended();
  assert.ok(ids.length > 0);
  await api.proxy.cut();
  assert.deepEqual(await ended(), ids);
  assert.equal((await logOut(token)).status, 503);
  await api.proxy.restore();
  await waitForDatabase(api.database);
  assert.equal((await logOut(token)).status, 204);
});
