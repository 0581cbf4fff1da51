import assert from 'node:assert/strict';
import test from 'node:test';
import { backoff } from './backoff.ts';

test('pauses double from half a second up to half a minute', () => {
  assert.deepEqual(
    [1, 2, 3, 4, 5, 6, 7, 8, 100].map(backoff),
    [500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000],
  );
});
