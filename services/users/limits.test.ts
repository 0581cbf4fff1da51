import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { from, serveUsersApi, type UsersApi } from './users.testkit.ts';

let api: UsersApi;
before(async () => {
  api = await serveUsersApi({
    loginLimits: { failures: 3, windowSeconds: 60, failuresPerAddress: 5, failuresPerUser: 5 },
    signUpsPerMinute: 2,
    hashQueue: { concurrency: 1, maxWaiting: 5, maxWaitingPerClient: 5, maxWaitMs: 60_000 },
  });
});
after(() => api[Symbol.asyncDispose]());

const password = 'correct horse';
const signUp = (username: string, headers: Record<string, string>) =>
  api.post('/users', { username, password }, headers);
const login = (username: string, address: string, tried = password) =>
  api.post('/sessions', { username, password: tried }, from(address));

test('guesses from other addresses do not lock a user out', async () => {
  await signUp('gina', from('2001:db8:1::1'));
  for (let n = 0; n < 5; n++) assert.equal((await login('gina', `192.0.2.${n}`, 'wrong horse')).status, 401);
  assert.equal((await login('gina', '192.0.2.100')).status, 429);
  assert.equal((await login('gina', '2001:db8:1::2')).status, 201);
});

test('guesses for many usernames from one address are limited, and spare the users who are known there', async () => {
  await signUp('known', from('198.51.100.1'));
  await signUp('stranger', from('198.51.100.2'));
  for (let n = 0; n < 5; n++) assert.equal((await login(`guess-${n}`, '198.51.100.1', 'wrong horse')).status, 401);
  assert.equal((await login('stranger', '198.51.100.1')).status, 429);
  assert.equal((await login('known', '198.51.100.1')).status, 201);
  assert.equal((await login('stranger', '198.51.100.2')).status, 201);
});

test('the accounts that an address creates in a minute are limited', async () => {
  assert.equal((await signUp('first', from('203.0.113.1'))).status, 201);
  assert.equal((await signUp('second', from('203.0.113.1'))).status, 201);
  const refused = await signUp('third', from('203.0.113.1:4711'));
  assert.equal(refused.status, 429);
  assert.ok(Number(refused.headers.get('retry-after')) > 0);
  assert.equal((await signUp('third', from('203.0.113.2'))).status, 201);
});

test('only the frontend may tell the address of a client', async () => {
  assert.equal((await signUp('one', {})).status, 201);
  assert.equal((await signUp('two', { 'x-forwarded-for': '203.0.113.11' })).status, 201);
  assert.equal((await signUp('three', { 'x-forwarded-for': '203.0.113.12' })).status, 429);
  assert.equal((await signUp('three', { ...from('203.0.113.12'), 'frontend-secret': 'a guess' })).status, 429);
  assert.equal((await signUp('three', from('203.0.113.12'))).status, 201);
});

test('a flood of logins is refused, while a known user logs in', async () => {
  await signUp('harry', from('203.0.113.20'));
  const flood = Array.from({ length: 30 }, (_, n) => login(`flood-${n}`, `203.0.113.${100 + n}`, 'wrong horse'));
  assert.equal((await login('harry', '203.0.113.20')).status, 201);
  const refused = (await Promise.all(flood)).filter(({ status }) => status !== 401);
  assert.ok(refused.length > 0);
  for (const { status, headers } of refused) {
    assert.equal(status, 429);
    assert.ok(Number(headers.get('retry-after')) > 0);
  }
});
