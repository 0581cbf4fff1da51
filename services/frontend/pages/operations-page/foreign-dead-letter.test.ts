import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { IHeaders } from 'kafkajs';
import type { DeadLetter } from '#events/dead-letters/dead-letter.ts';
import { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import type { PageContext } from '../request/page-context.ts';
import { words } from '../words/words.ts';
import { deadLetterList } from './dead-letter-list.ts';
import { deadLetterPage } from './dead-letter-page.ts';

const context: PageContext = {
  language: 'en',
  words: words.en,
  user: undefined,
  cart: new Map() as unknown as PageContext['cart'],
  path: '/',
  traceparent: undefined,
};
const headers = {
  dlq_at: 'tomorrow',
  dlq_reason: null,
  ce_subject: '\ud83d\u202e/../..',
  ce_type: '<b>\u001b[2J',
  constructor: '\u0000',
} as unknown as IHeaders;
const message = { key: null, value: Buffer.from([0xff, 0x1b]), timestamp: '0', attributes: 0, offset: '7', headers };
const letter: DeadLetter = { id: 'orders.dlq:0:7', topic: 'orders.dlq', partition: 0, message };

it('the pages show a dead letter of another program as foreign, without its control characters', async () => {
  const open = new OpenDeadLetters(10);
  open.apply('orders.dlq', 0, message);
  const list = String(await deadLetterList(context, open));
  const page = String(await deadLetterPage(context, letter, 'http://127.0.0.1').body);
  for (const html of [list, page]) {
    assert.match(html, /written by another program/);
    assert.match(html, /&lt;b&gt;\\u001b\[2J/);
    assert.doesNotMatch(html.replaceAll('\n', ''), /\p{C}|<b>/u);
  }
  assert.match(page, /value="discarded"/);
  assert.doesNotMatch(page, /value="replayed"/);
});
