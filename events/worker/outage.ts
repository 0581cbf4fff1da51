import { context } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import { waitWithHeartbeats } from './heartbeats.ts';
import { backoff, classify } from './retry-policy.ts';

/**
 * Waits until the database responds, with a growing pause before each check. Logs the outage when it begins and when it ends.
 * @param attempt the number of the attempt that failed; the first pause grows with it
 * @throws {PartitionLost} when the partition is lost during the wait
 */
export async function waitForDatabase<T extends EventType>(
  chunk: Chunk<T>,
  attempt: number,
  error: unknown,
): Promise<void> {
  logger.warn('database unavailable, retrying', { event: 'database.unavailable', ...partitionOf(chunk), error });
  for (let round = attempt; ; round++) {
    await waitWithHeartbeats(chunk.control, backoff(round));
    try {
      await context.with(suppressTracing(context.active()), () => chunk.database.authenticate());
      logger.info('database available again', { event: 'database.available', ...partitionOf(chunk) });
      return;
    } catch (failure) {
      if (classify(failure) !== 'unavailable') throw failure;
    }
  }
}
