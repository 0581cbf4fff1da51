import { context } from '@opentelemetry/api';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import { conflicting } from '../metrics.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import type { Outcome } from './delivery.ts';
import { fingerprintOf } from './fingerprint.ts';

/**
 * Returns true if the id of a message was recorded for a message with other data: for example, if an order is placed again
 * with other items. Records of older versions have no fingerprint, so their data is unknown.
 */
export function isConflict<T extends EventType>({ event, repeated }: Outcome<T>): boolean {
  return repeated?.fingerprint !== undefined && repeated.fingerprint !== fingerprintOf(event);
}

/** Reports a conflict in the trace of the message, which was ignored. */
export function reportConflict<T extends EventType>(chunk: Chunk<T>, outcome: Outcome<T>): void {
  const { topic, group } = chunk;
  const { event, message, context: ctx } = outcome;
  conflicting.add(1, { topic, group, type: event.type });
  const fields = { event: 'message.conflict_ignored', ...partitionOf(chunk), offset: message.offset, type: event.type };
  context.with(ctx, () => logger.warn('conflicting message ignored: its id was used before for other data', fields));
}
