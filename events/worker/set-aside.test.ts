import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { context } from '@opentelemetry/api';
import { deadLetter } from '../dead-letters/dead-letter.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { encode } from '../envelope.ts';
import { createEvent } from '../event.ts';
import { Poison, type PoisonReason } from '../poison.ts';
import { received } from '../record.testkit.ts';
import { newestVersions } from '../written-versions.ts';
import { createEventConsumer } from './event-consumer.ts';
import { assertHandledOnce } from './handled-once.testkit.ts';
import { SetAsideMessages } from './set-aside.ts';
import { placed, startTestPipeline, testHandler } from './worker.testkit.ts';

interface Letter {
  reason?: PoisonReason;
  group?: string;
  type?: string;
}

/** Returns an order and the dead letter that a program made of its event because it could not read it. */
function setAside({ reason = 'unknown-version', group = 'pipeline', type = 'order.placed.v1' }: Letter = {}) {
  const event = createEvent(placed(randomUUID()), new Date());
  const message = encode(event);
  const failed = received({ ...message, headers: { ...message.headers, ce_type: type } });
  const failure = { message: failed, context: context.active(), error: new Poison(reason, 'newer'), attempts: 1 };
  const origin = { topic: 'orders', partition: 0, group, at: new Date() } as const;
  return { orderId: event.data.orderId, letter: deadLetter(failure, origin) };
}

it('messages that an older program could not read are handled by a newer one, once', async () => {
  await using pipeline = await startTestPipeline();
  const { broker, database, publisher } = pipeline;
  const readable = [setAside(), setAside({ reason: 'unknown-type' })];
  const others = [
    setAside({ reason: 'invalid-data' }),
    setAside({ group: 'another' }),
    setAside({ type: 'order.placed.v9' }),
  ];
  const later = setAside();
  await publisher.send([...readable, ...others].map(({ letter }) => letter));

  const consumer = createEventConsumer({
    group: 'pipeline',
    types: ['order.placed'],
    chunkSize: 100,
    handler: testHandler(database),
    database,
    publisher,
    versions: newestVersions,
  });
  const messages = new SetAsideMessages(broker, consumer);
  messages.handle();
  await assertHandledOnce(
    pipeline,
    readable.map(({ orderId }) => orderId),
  );
  await publisher.send([later.letter]);
  messages.handle();
  messages.handle();
  await assertHandledOnce(
    pipeline,
    [...readable, later].map(({ orderId }) => orderId),
  );
  await pipeline.read('orders.dlq', (all) => all.filter(({ value }) => value === null).length === 3);
  await messages.stop();
  assert.equal((await readDeadLetters(broker)).count(), others.length);
});
