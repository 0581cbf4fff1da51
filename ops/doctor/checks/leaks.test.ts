import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { leaksIn } from './leaks.ts';

describe('leaksIn', () => {
  it('finds known secrets by their value', () => {
    assert.deepEqual(leaksIn('{"body":"hunter2-hunter2"}', [["the doctor's password", 'hunter2-hunter2']]), [
      "the doctor's password",
    ]);
  });

  it('finds unknown secrets by their shape', () => {
    const token = 'eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl';
    assert.deepEqual(leaksIn(`token ${token}`, []), ['text that looks like a token']);
    assert.deepEqual(leaksIn('Bearer 0123456789abcdef0123', []), ['text that looks like a bearer token']);
    assert.deepEqual(leaksIn('from bob@example.com', []), ['text that looks like an email address']);
    assert.deepEqual(leaksIn('paid with 4111 1111 1111 1111', []), ['text that looks like a card number']);
    assert.deepEqual(leaksIn('"378282246310005"', []), ['text that looks like a card number']);
    assert.deepEqual(leaksIn('paid with 5555555555554444.', []), ['text that looks like a card number']);
  });

  it('finds no secrets in ids, times and offsets', () => {
    const text =
      '{"traceID":"eed73017ff093a7962a96b57af126f57","spanID":"4111111111111112","startTime":1763733991234567,' +
      '"order.id":"de0e8137-ff3b-5374-90ca-957096a6d6ba","at":"1763733991234567890","offset":"4111111111111112"}';
    assert.deepEqual(leaksIn(text, []), []);
  });
});
