import type { KafkaMessage } from 'kafkajs';
import type { EventType, Topic } from '../catalog.ts';
import type { Failure } from '../dead-letters/dead-letter.ts';
import type { PolledBatch } from '../group-options.ts';
import { chunkDuration, chunkMessages } from '../metrics.ts';
import { createMessage } from '../outgoing-message.ts';
import { receive } from '../receive.ts';
import { startProcess } from '../trace.ts';
import { failAttempt } from './attempt.ts';
import type { Chunk } from './chunk.ts';
import { complete } from './complete.ts';
import { publishDeadLetters, reportDeadLetter } from './dead-letter.ts';
import type { Outcome, Received } from './delivery.ts';
import type { EventConsumer } from './event-consumer.ts';
import { PartitionLost, withHeartbeats } from './heartbeats.ts';
import { handleChunk } from './retry-chunk.ts';

/**
 * Handles a batch of one partition in chunks, one after the other. A chunk is one transaction. Its events are published
 * after the commit, and its offsets are resolved after that. When this throws, because the broker is unavailable or the
 * group rebalances, kafkajs fetches the messages again from the last resolved offset.
 */
export async function consumeBatch<T extends EventType>(
  consumer: EventConsumer<T>,
  topic: Topic,
  control: PolledBatch,
): Promise<void> {
  const { poll } = control;
  const { messages, partition } = control.batch;
  const { chunkSize } = consumer;
  const labels = { topic, group: consumer.group };
  for (let from = 0; from < messages.length; from += chunkSize) {
    if (!control.isRunning() || control.isStale()) return;
    const part = messages.slice(from, from + chunkSize);
    const begin = performance.now();
    try {
      await consumeChunk({ ...consumer, topic, partition, poll, receivedAt: new Date(), control }, part);
    } catch (error) {
      if (error instanceof PartitionLost) return;
      throw error;
    }
    chunkMessages.record(part.length, labels);
    chunkDuration.record((performance.now() - begin) / 1_000, labels);
    control.resolveOffset(part.at(-1)?.offset ?? '');
    await control.heartbeat();
  }
  // The batch may end with offsets that have no message: ends of transactions, and messages of aborted ones.
  control.resolveOffset(control.batch.lastOffset());
}

/** Handles messages of one partition together, and publishes what they cause. The caller resolves their offsets. */
export async function consumeChunk<T extends EventType>(
  chunk: Chunk<T>,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const { received, unreadable } = read(chunk, messages);
  const handled = await handleChunk(chunk, received);
  const failures = [...unreadable, ...handled.filter((result) => 'error' in result)];
  const outcomes = handled.filter((result): result is Outcome<T> => !('error' in result));
  await chunk.publisher.send(
    outcomes.flatMap(({ emitted, context }) => emitted.map((event) => createMessage(event, context, chunk.versions))),
  );
  await withHeartbeats(chunk.control, () => publishDeadLetters(chunk, failures));
  for (const failure of failures) reportDeadLetter(chunk, failure);
  for (const outcome of outcomes) complete(chunk, outcome);
}

/** Reads the events that the group subscribes to. A message without a valid event fails immediately. */
function read<T extends EventType>(
  chunk: Chunk<T>,
  messages: readonly KafkaMessage[],
): { received: Received<T>[]; unreadable: Failure[] } {
  const { topic, types, poll, receivedAt } = chunk;
  const received: Received<T>[] = [];
  const unreadable: Failure[] = [];
  for (const message of messages) {
    const begin = performance.now();
    try {
      const event = receive(message, types, receivedAt);
      if (event !== undefined) received.push({ message, event });
    } catch (error) {
      const context = startProcess({ topic, poll, message });
      failAttempt(chunk, { context, begin }, error);
      unreadable.push({ message, context, error, attempts: 1 });
    }
  }
  return { received, unreadable };
}
