import type { EventType } from '../catalog.ts';
import { recordProcess, retried } from '../metrics.ts';
import { errorType, failSpan, startProcess } from '../trace.ts';
import type { Chunk } from './chunk.ts';
import type { Delivery, Received } from './delivery.ts';

/** Starts the span of an attempt to handle a message. */
export function startAttempt<T extends EventType>(
  { topic, poll }: Chunk<T>,
  { message, event }: Received<T>,
  options: Parameters<typeof startProcess>[1],
): Delivery<T> {
  return { message, event, context: startProcess({ topic, poll, message }, options), begin: performance.now() };
}

/** Ends the span of an attempt that failed, and records its duration. */
export function failAttempt<T extends EventType>(
  chunk: Chunk<T>,
  { context, begin }: Pick<Delivery<T>, 'context' | 'begin'>,
  error: unknown,
): void {
  failSpan(context, error);
  recordProcess(chunk, begin, errorType(error));
}

/** Counts messages whose attempt failed and will be repeated. */
export function countRetries<T extends EventType>({ topic, group }: Chunk<T>, received: readonly Received<T>[]): void {
  for (const { event } of received) retried.add(1, { topic, group, type: event.type });
}
