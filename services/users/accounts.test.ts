import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { addDemoUser, lockDemoUser } from './demo.ts';
import { User } from './models.ts';
import { hashPassword } from './password.ts';
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

test('a common password is refused, whatever its case', async () => {
  for (const password of ['password123', 'PassWord123', 'admin123', '１２３４５６７８', 'trustno1']) {
    const { status, body } = await api.post('/users', { username: 'careless', password });
    assert.equal(status, 400, password);
    assert.match(body.errors[0]?.message ?? '', /common/);
  }
});

test('an account with a password that is too common today remains usable', async () => {
  const { status } = await api.post('/users', { username: 'old.account', password: 'correct horse' });
  assert.equal(status, 201);
  const account = await User.findOne({ where: { username: 'old.account' }, rejectOnEmpty: true });
  await account.update({ passwordHash: await hashPassword('password') });
  assert.equal((await api.post('/sessions', { username: 'old.account', password: 'password' })).status, 201);
});

test('without demo data, the demo user loses its known password, and only that one', async () => {
  await addDemoUser();
  const login = (password: string) => api.post('/sessions', { username: 'admin', password });
  const { token } = (await login('admin123')).body;
  await lockDemoUser();
  assert.equal((await login('admin123')).status, 401);
  assert.equal((await api.send('DELETE', '/sessions', undefined, { authorization: `Bearer ${token}` })).status, 401);
  const account = await User.findOne({ where: { username: 'admin' }, rejectOnEmpty: true });
  await account.update({ passwordHash: await hashPassword('a password of its own') });
  await lockDemoUser();
  assert.equal((await login('a password of its own')).status, 201);
  await account.destroy();
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
