import assert from 'node:assert/strict';
import { createHook } from 'node:async_hooks';
import { after, before, test } from 'node:test';
import { waitForDatabase } from '#platform/database/wait-for-database.ts';
import { addDemoUser } from './demo.ts';
import { maxFailures, serveUsersApi, type UsersApi } from './users.testkit.ts';

let api: UsersApi;
before(async () => {
  api = await serveUsersApi();
});
after(() => api[Symbol.asyncDispose]());

test('an unknown user causes the same work and the same response as a wrong password', async () => {
  await api.post('/users', { username: 'carol', password: 'correct horse' });
  const known = await withScryptRuns(() => api.post('/sessions', { username: 'carol', password: 'wrong horse' }));
  const unknown = await withScryptRuns(() => api.post('/sessions', { username: 'unknown', password: 'wrong horse' }));
  const impossible = await withScryptRuns(() => api.post('/sessions', { username: '日本 !', password: 'wrong horse' }));
  for (const { runs, answer } of [known, unknown, impossible]) {
    assert.equal(runs, 1);
    assert.equal(answer.status, 401);
    assert.equal(answer.body.title, known.answer.body.title);
  }
});

test('failures are limited, also for concurrent guesses; other users are not affected', async () => {
  await api.post('/users', { username: 'dave', password: 'correct horse' });
  await api.post('/users', { username: 'erin', password: 'correct horse' });
  const guess = () => api.post('/sessions', { username: 'dave', password: 'wrong horse' });
  const answers = await Promise.all(Array.from({ length: 8 }, guess));
  assert.equal(answers.filter(({ status }) => status === 401).length, maxFailures);

  const refused = await api.post('/sessions', { username: 'Dave', password: 'correct horse' });
  assert.equal(refused.status, 429);
  const seconds = Number(refused.headers.get('retry-after'));
  assert.ok(seconds > 0 && seconds <= 60);
  assert.equal((await api.post('/sessions', { username: 'erin', password: 'correct horse' })).status, 201);
});

test('correct passwords do not count toward the limit', async () => {
  await api.post('/users', { username: 'frank', password: 'correct horse' });
  const login = () => api.post('/sessions', { username: 'frank', password: 'correct horse' });
  const answers = await Promise.all(Array.from({ length: 2 * maxFailures }, login));
  assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([201]));
});

test('the response is 503 while the database is unavailable, and normal again afterward', async () => {
  await addDemoUser();
  const login = () => api.post('/sessions', { username: 'admin', password: 'admin123' });
  await api.proxy.cut();
  const { status, headers, body } = await login();
  assert.equal(status, 503);
  assert.ok(headers.get('retry-after'));
  assert.equal(body.status, 503);
  await api.proxy.restore();
  await waitForDatabase(api.database);
  assert.equal((await login()).status, 201);
});

/** Counts how often the thread pool runs scrypt for a request. */
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
