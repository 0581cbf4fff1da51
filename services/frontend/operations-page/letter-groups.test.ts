import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { DeadLetterSummary } from '#events/dead-letters/describe.ts';
import { filterLetters, groupLetters } from './letter-groups.ts';

const letter = (id: string, reason: string, group: string, at: string): DeadLetterSummary => ({
  id,
  reason,
  group,
  at,
  type: 'order.placed.v1',
  order: '',
  attempts: '1',
  error: '',
  traceId: null,
});

const letters = [
  letter('a', 'invalid-json', 'orders', '2026-11-21T12:00:00Z'),
  letter('b', 'handler-failed', 'products', '2026-11-21T12:01:00Z'),
  letter('c', 'handler-failed', 'products', '2026-11-21T12:03:00Z'),
  letter('d', 'handler-failed', 'orders', '2026-11-21T12:02:00Z'),
];

it('dead letters with the same reason, type and group are counted together, the most frequent first', () => {
  const groups = groupLetters(letters);
  assert.deepEqual(
    groups.map(({ count }) => count),
    [2, 1, 1],
  );
  assert.deepEqual(groups[0], {
    reason: 'handler-failed',
    type: 'order.placed.v1',
    group: 'products',
    count: 2,
    newest: '2026-11-21T12:03:00Z',
  });
});

it('a filter selects the dead letters that agree with all of its fields', () => {
  const ids = (filter: object) => filterLetters(letters, filter).map(({ id }) => id);
  assert.deepEqual(ids({}), ['a', 'b', 'c', 'd']);
  assert.deepEqual(ids({ reason: 'handler-failed', group: 'orders' }), ['d']);
  assert.deepEqual(ids({ type: '' }), []);
});
