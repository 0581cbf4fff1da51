import assert from 'node:assert/strict';
import { it } from 'node:test';
import { sendBatch } from '#events/foreign-producer.testkit.ts';
import { startTestPipeline } from '#events/worker/worker.testkit.ts';
import { until } from '../../tests/support/until.ts';
import { followDeadLetters } from './dead-letters.ts';

it('foreign messages in a dead-letter topic are counted, and resolve nothing', async () => {
  await using pipeline = await startTestPipeline();
  const { broker } = pipeline;
  await sendBatch(broker, 'orders.dlq', [
    { value: 'a letter', headers: { dlq_topic: 'orders' } },
    { value: 'a claim', headers: { dlq_resolves: '0', dlq_resolution: 'discarded' } },
    { value: null, headers: { dlq_resolves: '0', constructor: 'x' } },
  ]);
  const { open, ...member } = await followDeadLetters(broker);
  try {
    await until('all are counted', () => open.count('orders.dlq') === 3);
    assert.equal(open.countForeign('orders.dlq'), 3);
  } finally {
    await member.close();
  }
});
