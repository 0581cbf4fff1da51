import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { check } from 'recheck';
import { maxTextLength, namePattern, redactText, secretPatterns, valuePatterns } from './redact-text.ts';
import { harmlessTexts, leak, secretTexts } from './secret-samples.testkit.ts';

describe('redactText', () => {
  for (const text of secretTexts) {
    it(`masks the secret in ${text}`, () => {
      assert.doesNotMatch(redactText(text), leak);
      assert.match(redactText(text), /\*{4}/);
    });
  }

  for (const text of harmlessTexts) {
    it(`keeps ${text}`, () => assert.equal(redactText(text), text));
  }

  it('masks a secret wherever a text is encoded, once or twice', () => {
    const once = [encodeURIComponent, (text: string) => new URLSearchParams({ note: text }).toString(), jsonUnicode];
    const secret = fc.constantFrom('bob@example.com', '"password":"hunter2"', 'token=hunter2', '4111-1111-1111-1111');
    const encoding = fc.constantFrom(...once);
    fc.assert(
      fc.property(secret, encoding, fc.option(encoding), (text, first, second) => {
        assert.doesNotMatch(redactText((second ?? String)(first(`note ${text} end`))), leak);
      }),
    );
  });

  it('cuts long texts, and leaves no half of a secret at the cut', () => {
    fc.assert(
      fc.property(fc.integer({ min: maxTextLength - 40, max: maxTextLength + 2 }), (length) => {
        const text = redactText(`${'a '.repeat(length).slice(0, length)} bob@example.com 4111 1111 1111 1111`);
        assert.doesNotMatch(text, leak);
        assert.ok(text.length <= maxTextLength + 3);
      }),
    );
  });
});

describe('the patterns', () => {
  const patterns = [...secretPatterns.map(([, pattern]) => pattern), namePattern, ...Object.values(valuePatterns)];
  for (const { source, flags } of patterns) {
    it(`take linear time: ${source}`, async () => {
      assert.equal((await check(source, flags)).status, 'safe');
    });
  }

  it('would be refused if one took quadratic time', async () => {
    const { status } = await check(String.raw`\beyJ[\w-]+\.[\w-]+\.[\w-]*`, 'g');
    assert.equal(status, 'vulnerable');
  });
});

const jsonUnicode = (text: string) =>
  text.replaceAll(/[^\w ]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
