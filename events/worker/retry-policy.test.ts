import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { Poison } from '../poison.ts';
import { backoff, classify } from './retry-policy.ts';

describe('an error', () => {
  it('is poison when the message can never be handled', () => {
    assert.equal(classify(new Poison('invalid-json', 'not JSON')), 'poison');
  });

  it('is unknown when it has no known cause', () => {
    assert.equal(classify(new TypeError('x is not a function')), 'unknown');
    assert.equal(classify('thrown text'), 'unknown');
  });

  it('is an outage when any error in its chain of causes is one', () => {
    const refused = Object.assign(new Error('connect'), { code: 'ECONNREFUSED' });
    assert.equal(classify(new Error('query', { cause: new Error('pool', { cause: refused }) })), 'unavailable');
    assert.equal(classify(Object.assign(new Error('query'), { parent: refused })), 'unavailable');
  });

  it('is an outage when the database reports a deadlock, a lock timeout or a full disk, but not a duplicate', () => {
    const classified = (errno: number) => classify(Object.assign(new Error('query'), { errno }));
    assert.deepEqual([1213, 1205, 1021, 1062].map(classified), [
      'unavailable',
      'unavailable',
      'unavailable',
      'unknown',
    ]);
  });
});

describe('the wait before the next attempt', () => {
  it('doubles from 0.1 s to 5 s, and is shortened by a random part of up to half', () => {
    const longest = [1, 2, 3, 4, 5, 6, 7, 50].map((attempt) => backoff(attempt, () => 1));
    assert.deepEqual(longest, [100, 200, 400, 800, 1_600, 3_200, 5_000, 5_000]);
    assert.equal(
      backoff(3, () => 0),
      200,
    );
  });
});
