import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { OpenDeadLetters } from './open-dead-letters.ts';

describe('open dead letters', () => {
  const message = (offset: string, headers: IHeaders): KafkaMessage => ({
    key: null,
    value: null,
    timestamp: '0',
    attributes: 0,
    offset,
    headers,
  });

  it('are those that no later message of their partition resolves', () => {
    const letters = new OpenDeadLetters();
    letters.apply('orders.dlq', 0, message('0', { dlq_topic: 'orders' }));
    letters.apply('orders.dlq', 1, message('0', { dlq_topic: 'orders' }));
    letters.apply('orders.dlq', 0, message('1', { dlq_resolves: '0' }));
    assert.deepEqual(
      letters.list().map(({ id: name }) => name),
      ['orders.dlq:1:0'],
    );
    assert.equal(letters.count('orders.dlq'), 1);
    assert.equal(letters.count('stock.dlq'), 0);
  });
});
