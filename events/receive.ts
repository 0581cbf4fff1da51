import type { KafkaMessage } from 'kafkajs';
import type { EventType, ReceivedEvent } from './catalog.ts';
import { decode, eventTypeOf } from './envelope.ts';
import { traceIdOf } from './trace.ts';

/**
 * The event in a message; undefined if it is one that nobody here has subscribed to.
 * @throws {Poison} when the message is not an event of the catalog
 */
export function receive<T extends EventType>(
  message: KafkaMessage,
  types: readonly T[],
  receivedAt: Date,
): ReceivedEvent<T> | undefined {
  const type = eventTypeOf(message);
  if (!types.some((subscribed) => subscribed === type)) return undefined;
  return { ...decode(message), receivedAt, traceId: traceIdOf(message) } as ReceivedEvent<T>;
}
