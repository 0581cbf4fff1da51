import { context } from '@opentelemetry/api';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import { refused } from '../metrics.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import type { Outcome } from './delivery.ts';
import type { Refusal } from './handler.ts';

/** Counts and logs a claim that was refused, in the trace of the message that was handled. */
export function reportRefusal<T extends EventType>(
  chunk: Chunk<T>,
  { message: { offset }, context: ctx }: Outcome<T>,
  { type, reason }: Refusal,
): void {
  const { topic, group } = chunk;
  refused.add(1, { topic, group, type });
  context.with(ctx, () =>
    logger.warn('claim refused', { event: 'message.claim_refused', ...partitionOf(chunk), offset, type, reason }),
  );
}
