import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addDemoUser } from './demo.ts';
import { User } from './models.ts';
import { serveUsersApi, type UsersApi } from './users.testkit.ts';

let api: UsersApi;
before(async () => {
  api = await serveUsersApi();
});
after(() => api[Symbol.asyncDispose]());

test('a username can be used once, regardless of upper and lower case', async () => {
  const made = await api.post('/users', { username: 'Alice.B', password: 'correct horse' });
  assert.equal(made.status, 201);
  assert.deepEqual(Object.keys(made.body), ['id', 'username']);
  assert.equal(made.body.username, 'alice.b');
  assert.equal((await api.post('/users', { username: 'aLICE.b', password: 'other horse' })).status, 409);
});

test('two concurrent requests for the same username create one account', async () => {
  const body = { username: 'twins', password: 'correct horse' };
  const answers = await Promise.all([api.post('/users', body), api.post('/users', body)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409]);
});

test('each invalid field of a new account is named', async () => {
  const { status, body } = await api.post('/users', { username: 'é!', password: 'short', role: 'admin' });
  assert.equal(status, 400);
  assert.deepEqual([...new Set(body.errors.map(({ path }) => path))], ['username', 'password', 'role']);
  assert.equal((await api.post('/users', { username: 'a'.repeat(65), password: 'correct horse' })).status, 400);
  assert.equal((await api.post('/users', { username: 'abc', password: 'a'.repeat(129) })).status, 400);
});

test('the demo user is added once and keeps its password', async () => {
  await Promise.all([addDemoUser(), addDemoUser()]);
  const { status, body } = await api.post('/sessions', { username: 'admin', password: 'admin123' });
  assert.equal(status, 201);
  assert.equal(body.user.role, 'admin');
  const { passwordHash } = await User.findOne({ where: { username: 'admin' }, rejectOnEmpty: true });
  await addDemoUser();
  assert.equal((await User.findOne({ where: { username: 'admin' }, rejectOnEmpty: true })).passwordHash, passwordHash);
});
