import { context } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import { deadLetter, type Failure } from '../dead-letters/dead-letter.ts';
import { eventTypeOf } from '../envelope.ts';
import { deadLettered } from '../metrics.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import { type Chunk, partitionOf } from './chunk.ts';

/** Creates the dead letter of a message that failed in this chunk. */
export function createDeadLetter<T extends EventType>(chunk: Chunk<T>, failure: Failure): OutgoingMessage {
  return deadLetter(failure, { ...partitionOf(chunk), at: new Date() });
}

/** Counts and logs a dead letter that is published. */
export function reportDeadLetter<T extends EventType>(chunk: Chunk<T>, failure: Failure): void {
  const { message, context: ctx, error, attempts } = failure;
  const { topic, group } = chunk;
  deadLettered.add(1, { topic, group, type: typeLabel(message) });
  context.with(ctx, () =>
    logger.error('message dead-lettered', { ...partitionOf(chunk), offset: message.offset, attempts, error }),
  );
}

/** Returns the event type if it is in the catalog. Anyone may send other types, so they share one label. */
function typeLabel(message: KafkaMessage): string {
  try {
    return eventTypeOf(message);
  } catch {
    return 'unknown';
  }
}
