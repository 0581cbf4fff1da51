import assert from 'node:assert/strict';
import { it } from 'node:test';
import { trendOf } from './trend.ts';

const curve = (before: number | null, now: number | null) => [
  ...Array<number | null>(20).fill(before),
  ...Array<number | null>(8).fill(now),
];

it('the trend compares the newest values with those before', () => {
  assert.equal(trendOf(curve(10, 13)), 'up');
  assert.equal(trendOf(curve(10, 11)), 'steady');
  assert.equal(trendOf(curve(10, 7)), 'down');
  assert.equal(trendOf(curve(0, 1)), 'up');
  assert.equal(trendOf(curve(null, 1)), undefined);
  assert.equal(trendOf(undefined), undefined);
});
