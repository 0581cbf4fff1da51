import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { context } from '@opentelemetry/api';
import { replay } from '../dead-letters/dead-letter.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { readMessages } from '../dead-letters/read-messages.ts';
import { resolveDeadLetters } from '../dead-letters/resolve.ts';
import { encode, header } from '../envelope.ts';
import { createEvent } from '../event.ts';
import { createMessage } from '../outgoing-message.ts';
import { newestVersions } from '../written-versions.ts';
import { assertHandledOnce, emittedId, eventId } from './handled-once.testkit.ts';
import { placed, poison, startTestPipeline, startTestWorker, testHandler } from './worker.testkit.ts';

describe('a worker', () => {
  it('handles a message that is delivered twice only once, and publishes the same event again', async () => {
    await using pipeline = await startTestPipeline();
    const event = createEvent(placed(randomUUID()), new Date());
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await pipeline.publisher.send([
        createMessage(event, context.active(), newestVersions),
        createMessage(event, context.active(), newestVersions),
      ]);
      await pipeline.read('stock', (messages) => messages.length >= 2);
      await pipeline.publisher.send([createMessage(event, context.active(), newestVersions)]);
      const emitted = await pipeline.read('stock', (messages) => messages.length >= 3);
      assert.deepEqual(emitted.map(eventId), Array(3).fill(emittedId(event.data.orderId)));
      assert.equal(new Set(emitted.map((message) => header(message.headers, 'ce_time'))).size, 1);
      assert.deepEqual(await pipeline.effects(), new Map([[event.data.orderId, 1]]));
    } finally {
      await worker.close();
    }
  });

  it('dead-letters one bad order among a hundred good ones, and handles the good ones', async () => {
    await using pipeline = await startTestPipeline();
    const before = await pipeline.place(50);
    const [bad] = await pipeline.place(1, poison);
    const after = await pipeline.place(50);
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await assertHandledOnce(pipeline, [...before, ...after]);
      const [letter] = await pipeline.read('orders.dlq', (messages) => messages.length >= 1);
      const read = (name: string) => header(letter?.headers, name);
      assert.equal(letter?.key?.toString(), bad);
      assert.equal(read('dlq_reason'), 'handler-failed');
      assert.equal(read('dlq_error'), 'Error: this order cannot be handled');
      assert.equal(read('dlq_attempts'), '5');
      assert.equal(read('dlq_topic'), 'orders');
      assert.equal(read('dlq_group'), 'pipeline');
      assert.match(read('dlq_offset') ?? '', /^\d+$/);
    } finally {
      await worker.close();
    }
  });

  const event = createEvent(placed(randomUUID()), new Date());
  const { headers } = encode(event);
  const unreadable: [reason: string, message: { value: string | null; headers: Record<string, string> }][] = [
    ['invalid-json', { value: '{"orderId":', headers: headers as Record<string, string> }],
    ['invalid-data', { value: '{"orderId":"x"}', headers: headers as Record<string, string> }],
    ['unknown-type', { value: '{}', headers: { ...(headers as Record<string, string>), ce_type: 'order.lost.v1' } }],
    [
      'unknown-version',
      { value: '{}', headers: { ...(headers as Record<string, string>), ce_type: 'order.placed.v9' } },
    ],
    ['invalid-envelope', { value: '{}', headers: {} }],
  ];
  it('dead-letters unreadable messages immediately and unchanged, and continues', async () => {
    await using pipeline = await startTestPipeline();
    const key = randomUUID();
    await pipeline.publisher.send(
      unreadable.map(([, message]) => ({
        topic: 'orders' as const,
        context: context.active(),
        message: { key, ...message },
      })),
    );
    const orders = await pipeline.place(10);
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await assertHandledOnce(pipeline, orders);
      const letters = await pipeline.read('orders.dlq', (messages) => messages.length >= unreadable.length);
      assert.deepEqual(
        letters.map((letter) => [header(letter.headers, 'dlq_reason'), letter.value?.toString()]),
        unreadable.map(([reason, { value }]) => [reason, value]),
      );
      assert.deepEqual(new Set(letters.map((letter) => header(letter.headers, 'dlq_attempts'))), new Set(['1']));
    } finally {
      await worker.close();
    }
  });

  it('handles a dead letter that is replayed after its cause is fixed, and closes it', async () => {
    await using pipeline = await startTestPipeline();
    let broken = true;
    const healthy = testHandler(pipeline.database);
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, {
      ...healthy,
      save: async (next, previous, transaction) => {
        if (broken) throw new Error('still broken');
        await healthy.save(next, previous, transaction);
      },
    });
    try {
      const orders = await pipeline.place(1);
      await pipeline.read('orders.dlq', (messages) => messages.length === 1);
      broken = false;
      const open = await readDeadLetters(pipeline.broker);
      assert.equal(open.count(), 1);
      await readMessages(pipeline.broker, open, 'all', (letter) => pipeline.publisher.send([replay(letter)]));
      const resolved: string[] = [];
      await resolveDeadLetters(pipeline, open, 'all', 'replayed', {
        resolved: ({ id }) => resolved.push(id),
        skipped: assert.fail,
      });
      assert.equal(resolved.length, 1);
      await assertHandledOnce(pipeline, orders);
      assert.equal((await readDeadLetters(pipeline.broker)).count(), 0);
    } finally {
      await worker.close();
    }
  });
});
