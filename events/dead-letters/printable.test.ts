import assert from 'node:assert/strict';
import { it } from 'node:test';
import { printable, printableJson } from './printable.ts';

const foreign = 'é\u001b]0;owned\u0007\u009b2J\u007f\u202e\u2028\n\ud83d';

it('texts of foreign messages contain nothing that a terminal obeys', () => {
  assert.equal(printable(foreign), 'é\\u001b]0;owned\\u0007\\u009b2J\\u007f\\u202e\\u2028\\u000a\ufffd');
});

it('printed JSON has the same value, and contains nothing that a terminal obeys', () => {
  const value = { [foreign]: [foreign] };
  assert.deepEqual(JSON.parse(printableJson(value)), value);
  assert.doesNotMatch(printableJson(value).replaceAll('\n', ''), /\p{C}/u);
});
