import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { httpUrl, listOf, oneOf, positiveNumber, wholeNumber } from './values.ts';

describe('the parsers of values', () => {
  it('accept what they are for', () => {
    assert.equal(wholeNumber(0, 9)('7'), 7);
    assert.equal(positiveNumber()('0.5'), 0.5);
    assert.equal(oneOf('profile', ['smoke', 'load'])('load'), 'load');
    assert.deepEqual(listOf(wholeNumber(1))('6,1'), [6, 1]);
    assert.deepEqual(listOf(wholeNumber(1))(''), []);
    assert.equal(httpUrl('http://127.0.0.1:5000'), 'http://127.0.0.1:5000');
  });

  for (const [name, parse, text, reason] of [
    ['a number out of bounds', wholeNumber(0, 9), '10', /^must be a whole number from 0 to 9, not '10'$/],
    ['a fraction', wholeNumber(1), '1.5', /^must be a whole number of at least 1, not '1.5'$/],
    ['a word for a number', wholeNumber(0), 'many', /not 'many'/],
    ['an empty number', wholeNumber(0), '', /not ''/],
    ['zero', positiveNumber(), '0', /^must be a number above 0/],
    ['too much', positiveNumber(50), '51', /^must be a number above 0, up to 50/],
    ['a path for an address', httpUrl, 'x', /^must be an http\(s\) address/],
    ['a misspelled word', oneOf('profile', ['smoke', 'load']), 'smok', /^unknown profile 'smok', did you mean smoke\?/],
    ['a short word', oneOf('number', ['1', '3']), '2', /^unknown number '2' \(known: 1, 3\)$/],
    ['a strange word', oneOf('profile', ['smoke', 'load']), 'zzz', /^unknown profile 'zzz' \(known: smoke, load\)$/],
    [
      'one bad element',
      listOf(oneOf('fault', ['kill', 'jam'])),
      'jam,kil',
      /^unknown fault 'kil', did you mean kill\?/,
    ],
  ] as const) {
    it(`reject ${name}, and say why`, () => {
      assert.throws(() => parse(text), { code: 'commander.invalidArgument', message: reason });
    });
  }
});
