import assert from 'node:assert/strict';
import test from 'node:test';
import { restartDelay, startTimeout } from './backoff.ts';

test('the delay before a restart doubles from half a second to half a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 100].map(restartDelay),
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
  );
});

test('each attempt to start gets more time', () => {
  assert.deepEqual([1, 2, 3].map(startTimeout), [120_000, 240_000, 360_000]);
});
