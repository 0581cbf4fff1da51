import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { OpenDeadLetters } from './open-dead-letters.ts';

const message = (offset: number, headers: Record<string, unknown>, value: Buffer | null = null): KafkaMessage => ({
  key: null,
  value,
  timestamp: '0',
  attributes: 0,
  offset: String(offset),
  headers: headers as IHeaders,
});

/** The headers of a dead letter of ours. */
const own = {
  dlq_reason: 'invalid-json',
  dlq_topic: 'orders',
  dlq_partition: '0',
  dlq_offset: '17',
  dlq_group: 'products',
  dlq_attempts: '1',
  dlq_at: '2026-11-29T06:00:00.000Z',
};

const resolves = (offset: number) => ({ dlq_resolves: String(offset), dlq_resolution: 'replayed' });

describe('open dead letters', () => {
  it('are those that no later message of their partition resolves', () => {
    const letters = new OpenDeadLetters(10);
    letters.apply('orders.dlq', 0, message(0, own));
    letters.apply('orders.dlq', 1, message(0, own));
    letters.apply('orders.dlq', 0, message(1, resolves(0)));
    assert.deepEqual(
      letters.list().map(({ id, reason }) => [id, reason]),
      [['orders.dlq:1:0', 'invalid-json']],
    );
    assert.equal(letters.count('orders.dlq'), 1);
    assert.equal(letters.countForeign('orders.dlq'), 0);
    assert.equal(letters.count('stock.dlq'), 0);
    assert.equal(letters.resolvedBefore({ topic: 'orders.dlq', partition: 0 }), 2);
    assert.equal(letters.resolvedBefore({ topic: 'orders.dlq', partition: 1 }), 0);
  });

  it('stay open if a message only claims to resolve them, which is then a foreign dead letter itself', () => {
    const claims = [
      message(1, resolves(0), Buffer.from('value')),
      message(1, { dlq_resolves: '0' }),
      message(1, { ...resolves(0), dlq_resolution: 'forgotten' }),
      message(1, { ...resolves(0), dlq_resolves: null }),
      message(1, { ...resolves(0), dlq_resolves: ['0', '0'] }),
      message(1, { ...resolves(0), dlq_resolves: '0x0' }),
      message(1, resolves(1)),
      message(1, resolves(2)),
    ];
    for (const claim of claims) {
      const letters = new OpenDeadLetters(10);
      letters.apply('orders.dlq', 0, message(0, own));
      letters.apply('orders.dlq', 0, claim);
      assert.deepEqual(
        letters.list().map(({ reason }) => reason),
        ['invalid-json', 'foreign'],
      );
      assert.equal(letters.countForeign('orders.dlq'), 1);
    }
  });

  it('stay open if the message of another dead letter had the headers of a resolution', () => {
    const letters = new OpenDeadLetters(10);
    letters.apply('orders.dlq', 0, message(0, own));
    letters.apply('orders.dlq', 0, message(1, { ...resolves(0), ...own }));
    assert.equal(letters.count('orders.dlq'), 2);
    assert.equal(letters.countForeign('orders.dlq'), 0);
  });

  it('are foreign without the headers that our own have', () => {
    const foreign = [
      {},
      { ...own, dlq_topic: null },
      { ...own, dlq_topic: 'stock' },
      { ...own, dlq_reason: undefined },
      { ...own, dlq_reason: '\u001b[2J' },
      { ...own, dlq_at: 'tomorrow' },
      { ...own, dlq_attempts: ['1', '2'] },
    ];
    const letters = new OpenDeadLetters(10);
    for (const [offset, headers] of foreign.entries()) letters.apply('orders.dlq', 0, message(offset, headers));
    assert.equal(letters.countForeign('orders.dlq'), foreign.length);
    assert.deepEqual(new Set(letters.list().map(({ reason }) => reason)), new Set(['foreign']));
  });

  it('are all counted, but only the newest are listed, with short and printable texts', () => {
    const letters = new OpenDeadLetters(2);
    for (let offset = 0; offset < 10_000; offset++) letters.apply('orders.dlq', 0, message(offset, own));
    letters.apply('orders.dlq', 0, message(10_000, { ce_type: '\u001b[2J\u202e😀'.repeat(10_000) }));
    assert.equal(letters.count(), 10_001);
    const [one, other] = letters.list();
    assert.deepEqual([one?.id, other?.id], ['orders.dlq:0:9999', 'orders.dlq:0:10000']);
    assert.match(other?.type ?? '', /^(?:\\u001b\[2J\\u202e😀)+[^\p{C}]{0,20}$/u);
    assert.ok((other?.type.length ?? 0) < 500);
  });
});
