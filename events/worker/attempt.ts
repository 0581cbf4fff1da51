import type { EventType } from '../catalog.ts';
import { retried } from '../metrics.ts';
import { startProcess } from '../trace.ts';
import type { Chunk } from './chunk.ts';
import type { Delivery, Received } from './delivery.ts';

/** Starts the span of an attempt to handle a message. */
export function startAttempt<T extends EventType>(
  { topic, group, partition, poll }: Chunk<T>,
  { message, event }: Received<T>,
  options: Omit<Parameters<typeof startProcess>[1], 'poll'>,
): Delivery<T> {
  return { message, event, context: startProcess({ topic, group, partition, message }, { poll, ...options }) };
}

/** Counts messages whose attempt failed and will be repeated. */
export function countRetries<T extends EventType>({ topic, group }: Chunk<T>, received: readonly Received<T>[]): void {
  for (const { event } of received) retried.add(1, { topic, group, type: event.type });
}
