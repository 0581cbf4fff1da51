import type { KafkaMessage } from 'kafkajs';
import type { EventType, ReceivedEvent } from './catalog.ts';
import { decode, typeOf } from './envelope.ts';
import { traceIdOf } from './trace.ts';
import { assertReadable } from './unreadable-batch.ts';

/**
 * Returns the event in a message, or undefined if its type is not in `types`.
 * @throws {Poison} if the message is not a valid event of the catalog
 */
export function receive<T extends EventType>(
  message: KafkaMessage,
  types: readonly T[],
  receivedAt: Date,
): ReceivedEvent<T> | undefined {
  assertReadable(message);
  const { type } = typeOf(message);
  if (!types.some((subscribed) => subscribed === type)) return undefined;
  return { ...decode(message, receivedAt), receivedAt, traceId: traceIdOf(message) } as ReceivedEvent<T>;
}
