import assert from 'node:assert/strict';
import { afterEach, beforeEach, it, mock } from 'node:test';
import { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { Problem } from '#platform/http/problem.ts';
import { OperationsReader } from './read.ts';

const unavailable = { request: () => Promise.reject(new Problem(503)) };
const readGroups = async () => [];
let asked = 0;
const open = new OpenDeadLetters(1);
const deadLetters = {
  open: async () => {
    asked++;
    return open;
  },
};

beforeEach(() => {
  asked = 0;
  mock.timers.enable({ apis: ['Date'] });
});
afterEach(() => mock.timers.reset());

it('reads each source at most once in four seconds for any number of visitors, and again after an action', async () => {
  const reader = new OperationsReader({ prometheus: unavailable, alertmanager: unavailable, deadLetters, readGroups });
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

it('shows the other sources while one is unavailable', async () => {
  const alertmanager = { request: async () => [] };
  const read = await new OperationsReader({ prometheus: unavailable, alertmanager, deadLetters, readGroups }).recent();
  assert.equal(read.pipeline, undefined);
  assert.deepEqual(read.alerts, { firing: [], held: 0, watched: false });
  assert.equal(read.deadLetters, open);
  assert.deepEqual(read.groups, []);
});
