import { context } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import { deadLetter, type Failure, reference } from '../dead-letters/dead-letter.ts';
import { typeOf } from '../envelope.ts';
import { deadLettered } from '../metrics.ts';
import { MessageRefused } from '../refusal.ts';
import { errorType } from '../trace.ts';
import { type Chunk, partitionOf } from './chunk.ts';

/** The number of dead letters that are published together: few enough to be acknowledged in time, whatever their size. */
const lettersPerRequest = 10;

/** Publishes the dead letters of the messages that failed in this chunk. */
export async function publishDeadLetters<T extends EventType>(
  chunk: Chunk<T>,
  failures: readonly Failure[],
): Promise<void> {
  for (let from = 0; from < failures.length; from += lettersPerRequest) {
    const some = failures.slice(from, from + lettersPerRequest);
    await Promise.all(some.map((failure) => publishDeadLetter(chunk, failure)));
  }
}

async function publishDeadLetter<T extends EventType>(chunk: Chunk<T>, failure: Failure): Promise<void> {
  const origin = { ...partitionOf(chunk), at: new Date() };
  try {
    await chunk.publisher.send([deadLetter(failure, origin)]);
  } catch (error) {
    if (!(error instanceof MessageRefused)) throw error;
    const { offset } = failure.message;
    logger.warn('dead letter refused, publishing a reference instead', { ...partitionOf(chunk), offset, error });
    // It holds nothing of the message. If Kafka refuses it as well, the topic is at fault and not the message, so the
    // worker retries as in an outage instead of losing the message.
    await chunk.publisher.send([reference(failure, origin)]);
  }
}

/** Counts and logs a dead letter that is published. */
export function reportDeadLetter<T extends EventType>(chunk: Chunk<T>, failure: Failure): void {
  const { message, context: ctx, error, attempts } = failure;
  const { topic, group } = chunk;
  deadLettered.add(1, { topic, group, type: typeLabel(message) });
  context.with(ctx, () =>
    logger.error('message dead-lettered', {
      event: 'message.dead_lettered',
      ...partitionOf(chunk),
      offset: message.offset,
      attempts,
      'error.type': errorType(error),
      error,
    }),
  );
}

/** Returns the event type if it is in the catalog. Anyone may send other types, so they share one label. */
function typeLabel(message: KafkaMessage): string {
  try {
    return typeOf(message).type;
  } catch {
    return 'unknown';
  }
}
