import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { after, before, test } from 'node:test';
import { createRemoteJWKSet, jwtVerify } from 'jose';
import type { Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { createDatabaseProxy, type DatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { waitForDatabase } from '#platform/database/wait-for-database.ts';
import { createApp } from '#platform/http/app.ts';
import { serve, type TestServer } from '#platform/http/http.testkit.ts';
import { addDemoUser } from './demo.ts';
import { initModels, SigningKey, User } from './models.ts';
import { routes } from './routes.ts';
import { createKeyLoader } from './signing-keys.ts';

const failures = 3;
let scratch: TestDatabase;
let way: DatabaseProxy;
let database: Sequelize;
let api: TestServer;

before(async () => {
  scratch = await createTestDatabase();
  way = await createDatabaseProxy(scratch.url);
  database = connect(way.url, 'users');
  initModels(database);
  await migrate(database, new URL('./migrations/', import.meta.url));
  const loginLimit = { failures, windowSeconds: 60 };
  const service = routes({ keys: createKeyLoader(database), tokenTtlSeconds: 60, loginLimit });
  api = await serve(createApp({ dependencies: [], routes: service }));
});

after(async () => {
  await api[Symbol.asyncDispose]();
  await database.close();
  await way[Symbol.asyncDispose]();
  await scratch[Symbol.asyncDispose]();
});

/** Every field that an answer may have. */
interface Body {
  id: string;
  username: string;
  token: string;
  expiresAt: string;
  user: { id: string; username: string; role: string };
  keys: object[];
  title: string;
  status: number;
  errors: { path: string }[];
}

async function post(path: string, body: object): Promise<{ status: number; headers: Headers; body: Body }> {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(api.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
  return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
}

test('an account is made once, whatever the case of its name', async () => {
  const made = await post('/users', { username: 'Alice.B', password: 'correct horse' });
  assert.equal(made.status, 201);
  assert.deepEqual(Object.keys(made.body), ['id', 'username']);
  assert.equal(made.body.username, 'alice.b');
  assert.equal((await post('/users', { username: 'aLICE.b', password: 'other horse' })).status, 409);
});

test('of two accounts of the same name at once one is made', async () => {
  const body = { username: 'twins', password: 'correct horse' };
  const answers = await Promise.all([post('/users', body), post('/users', body)]);
  assert.deepEqual(answers.map(({ status }) => status).toSorted(), [201, 409]);
});

test('each fault of a new account is named', async () => {
  const { status, body } = await post('/users', { username: 'é!', password: 'short', role: 'admin' });
  assert.equal(status, 400);
  assert.deepEqual([...new Set(body.errors.map(({ path }) => path))], ['username', 'password', 'role']);
  assert.equal((await post('/users', { username: 'a'.repeat(65), password: 'correct horse' })).status, 400);
  assert.equal((await post('/users', { username: 'abc', password: 'a'.repeat(129) })).status, 400);
});

test('a login gives a token that the published keys verify', async () => {
  const { id } = (await post('/users', { username: 'bob', password: 'correct horse' })).body;
  const { status, headers, body } = await post('/sessions', { username: 'BOB', password: 'correct horse' });
  assert.equal(status, 201);
  assert.equal(headers.get('cache-control'), 'no-store');
  assert.deepEqual(body.user, { id, username: 'bob', role: 'customer' });

  const keys = createRemoteJWKSet(new URL('/.well-known/jwks.json', api.url));
  const verified = await jwtVerify(body.token, keys, { issuer: 'orderflow', audience: 'orderflow', subject: id });
  assert.equal(verified.protectedHeader.alg, 'EdDSA');
  assert.equal(verified.payload['name'], 'bob');
  assert.equal(verified.payload['role'], 'customer');
  assert.equal(new Date(body.expiresAt).getTime(), Number(verified.payload.exp) * 1000);
});

test('the published keys are public, and may be kept a while', async () => {
  const response = await fetch(`${api.url}/.well-known/jwks.json`);
  const { keys } = (await response.json()) as Body;
  assert.match(response.headers.get('cache-control') ?? '', /max-age=\d+/);
  assert.deepEqual(
    keys.map((key) => Object.keys(key).toSorted()),
    [['alg', 'crv', 'kid', 'kty', 'use', 'x']],
  );
});

test('four instances that start at once share one key pair', async () => {
  await SigningKey.destroy({ where: {} });
  const found = await Promise.all(Array.from({ length: 4 }, () => createKeyLoader(database)()));
  assert.equal(new Set(found.map(({ signing }) => signing.kid)).size, 1);
  assert.equal(await SigningKey.count(), 1);
});

test('an unknown user costs the same work and gets the same answer as a wrong password', async () => {
  await post('/users', { username: 'carol', password: 'correct horse' });
  const known = await withScryptRuns(() => post('/sessions', { username: 'carol', password: 'wrong horse' }));
  const unknown = await withScryptRuns(() => post('/sessions', { username: 'nobody', password: 'wrong horse' }));
  const impossible = await withScryptRuns(() => post('/sessions', { username: '日本 !', password: 'wrong horse' }));
  for (const { runs, answer } of [known, unknown, impossible]) {
    assert.equal(runs, 1);
    assert.equal(answer.status, 401);
    assert.equal(answer.body.title, known.answer.body.title);
  }
});

test('failures are limited, also for guesses at once; other users are not affected', async () => {
  await post('/users', { username: 'dave', password: 'correct horse' });
  await post('/users', { username: 'erin', password: 'correct horse' });
  const guess = () => post('/sessions', { username: 'dave', password: 'wrong horse' });
  const answers = await Promise.all(Array.from({ length: 8 }, guess));
  assert.equal(answers.filter(({ status }) => status === 401).length, failures);

  const refused = await post('/sessions', { username: 'Dave', password: 'correct horse' });
  assert.equal(refused.status, 429);
  const seconds = Number(refused.headers.get('retry-after'));
  assert.ok(seconds > 0 && seconds <= 60);
  assert.equal((await post('/sessions', { username: 'erin', password: 'correct horse' })).status, 201);
});

test('right passwords do not count', async () => {
  await post('/users', { username: 'frank', password: 'correct horse' });
  const login = () => post('/sessions', { username: 'frank', password: 'correct horse' });
  const answers = await Promise.all(Array.from({ length: 2 * failures }, login));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
});

test('the demo user is there once, and keeps its password', async () => {
  await Promise.all([addDemoUser(), addDemoUser()]);
  const { status, body } = await post('/sessions', { username: 'admin', password: 'admin123' });
  assert.equal(status, 201);
  assert.equal(body.user.role, 'admin');
  const { passwordHash } = await User.findOne({ where: { username: 'admin' }, rejectOnEmpty: true });
  await addDemoUser();
  assert.equal((await User.findOne({ where: { username: 'admin' }, rejectOnEmpty: true })).passwordHash, passwordHash);
});

test('while the database is away the answer is 503, and then as before', async () => {
  const login = () => post('/sessions', { username: 'admin', password: 'admin123' });
  await way.cut();
  const { status, headers, body } = await login();
  assert.equal(status, 503);
  assert.ok(headers.get('retry-after'));
  assert.equal(body.status, 503);
  await way.restore();
  await waitForDatabase(database);
  assert.equal((await login()).status, 201);
});

/** How often a request makes the thread pool run scrypt. */
async function withScryptRuns<T>(request: () => Promise<T>): Promise<{ runs: number; answer: T }> {
  let runs = 0;
  const hook = createHook({
    init: (_id, type) => {
      if (type === 'SCRYPTREQUEST') runs += 1;
    },
  }).enable();
  const answer = await request();
  hook.disable();
  return { runs, answer };
}
