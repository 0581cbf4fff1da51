import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import type { Failure } from '../dead-letters/dead-letter.ts';
import { countRetries, startAttempt } from './attempt.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import type { Outcome, Received } from './delivery.ts';
import { withHeartbeats } from './heartbeats.ts';
import { waitForDatabase } from './outage.ts';
import { handleMessage } from './retry-message.ts';
import { classify } from './retry-policy.ts';

/**
 * Handles the messages of a chunk in one transaction. If it fails, handles each message by itself, one after the other, so
 * that the one bad message is found and the others succeed. Retries without limit while the database is unavailable.
 * @returns the outcome or the failure of each message, in their order
 * @throws {PartitionLost} when the partition is lost during a wait
 */
export async function handleChunk<T extends EventType>(
  chunk: Chunk<T>,
  received: readonly Received<T>[],
): Promise<(Outcome<T> | Failure)[]> {
  const outcomes = received.length > 1 ? await handleTogether(chunk, received) : undefined;
  if (outcomes !== undefined) return outcomes;
  const results: (Outcome<T> | Failure)[] = [];
  for (const one of received) results.push(await handleMessage(chunk, one));
  return results;
}

/** Returns undefined when the transaction failed and one of the messages may be the cause. */
async function handleTogether<T extends EventType>(
  chunk: Chunk<T>,
  received: readonly Received<T>[],
): Promise<Outcome<T>[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    // Spans of a failed transaction are never ended, and so never exported: no single message caused the failure.
    const startTime = attempt > 1 ? chunk.receivedAt : undefined;
    const deliveries = received.map((one) => startAttempt(chunk, one, { startTime }));
    try {
      return await withHeartbeats(chunk.control, () =>
        chunk.transactions.shared({ deliveries, poll: chunk.poll.span }),
      );
    } catch (error) {
      countRetries(chunk, received);
      if (classify(error) !== 'unavailable') {
        logger.warn('chunk failed, retrying each message separately', { ...partitionOf(chunk), error });
        return undefined;
      }
      await waitForDatabase(chunk, attempt, error);
    }
  }
}
