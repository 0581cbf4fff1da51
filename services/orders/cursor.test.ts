import assert from 'node:assert/strict';
import { test } from 'node:test';
import { cursor, encodeCursor } from './cursor.ts';

const last = { placedAt: new Date('2026-02-03T04:05:06.789Z'), id: '7f0c1b1e-0000-4000-8000-000000000000' };

test('a decoded cursor equals the encoded one, to the millisecond', () => {
  const text = encodeCursor(last);
  assert.match(text, /^[\w-]+$/, 'needs no escaping in a URL');
  assert.deepEqual(cursor.parse(text), last);
});

test('a text that is not a cursor is refused', () => {
  const encode = (text: string) => Buffer.from(text).toString('base64url');
  for (const text of [
    '',
    'abc',
    '💥',
    encode(last.id),
    encode(`yesterday ${last.id}`),
    encode(`${last.placedAt.toISOString()} 1`),
  ]) {
    assert.equal(cursor.safeParse(text).success, false, text);
  }
});
