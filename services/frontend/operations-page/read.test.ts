import assert from 'node:assert/strict';
import { afterEach, beforeEach, it, mock } from 'node:test';
import { Problem } from '#platform/http/problem.ts';
import { OperationsReader } from './read.ts';

const away = { request: () => Promise.reject(new Problem(503)) };
let asked = 0;
const deadLetters = {
  open: async () => {
    asked++;
    return [];
  },
};

beforeEach(() => {
  asked = 0;
  mock.timers.enable({ apis: ['Date'] });
});
afterEach(() => mock.timers.reset());

it('however many look, each source is asked once in some seconds; and again when something was done', async () => {
  const reader = new OperationsReader({ prometheus: away, alertmanager: away, deadLetters });
  await Promise.all([reader.recent(), reader.recent()]);
  mock.timers.tick(3_000);
  await reader.recent();
  assert.equal(asked, 1);
  mock.timers.tick(1_000);
  await reader.recent();
  assert.equal(asked, 2);
  reader.forget();
  await reader.recent();
  assert.equal(asked, 3);
});

it('what is away takes nothing else with it', async () => {
  const alertmanager = { request: async () => [] };
  const read = await new OperationsReader({ prometheus: away, alertmanager, deadLetters }).recent();
  assert.equal(read.pipeline, undefined);
  assert.deepEqual(read.alerts, { firing: [], held: 0, watched: false });
  assert.deepEqual(read.deadLetters, []);
});
