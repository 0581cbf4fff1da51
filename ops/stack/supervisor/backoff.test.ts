import assert from 'node:assert/strict';
import test from 'node:test';
import { backoff, patience } from './backoff.ts';

test('pauses double from half a second up to half a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 100].map(backoff),
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
  );
});

test('a start that was ended may take longer the next time', () => {
  assert.deepEqual([1, 2, 3].map(patience), [120_000, 240_000, 360_000]);
});
