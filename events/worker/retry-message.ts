import { context, type SpanContext, trace } from '@opentelemetry/api';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import type { Failure } from '../dead-letters/dead-letter.ts';
import { countRetries, failAttempt, startAttempt } from './attempt.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import type { Delivery, Outcome, Received } from './delivery.ts';
import { waitWithHeartbeats, withHeartbeats } from './heartbeats.ts';
import { waitForDatabase } from './outage.ts';
import { backoff, classify, triesBeforeDeadLetter } from './retry-policy.ts';

/**
 * Handles one message by itself, with up to 5 tries. A wait for the database does not count as a try. Each attempt is a
 * span in the trace of the message, linked to the attempt before.
 * @throws {PartitionLost} when the partition is lost during a wait
 */
export async function handleMessage<T extends EventType>(
  chunk: Chunk<T>,
  received: Received<T>,
): Promise<Outcome<T> | Failure> {
  let earlier: SpanContext[] = [];
  for (let attempt = 1, tries = 1; ; attempt++) {
    const delivery = startAttempt(chunk, received, { earlier, attempt });
    const { message, context: ctx } = delivery;
    try {
      return await transact(chunk, delivery, attempt);
    } catch (error) {
      const kind = classify(error);
      failAttempt(chunk, delivery, error);
      if (kind === 'poison' || (kind === 'unknown' && tries >= triesBeforeDeadLetter)) {
        return { message, context: ctx, error, attempts: tries };
      }
      countRetries(chunk, [received]);
      earlier = [trace.getSpanContext(ctx)].filter((span) => span !== undefined);
      if (kind === 'unavailable') {
        await waitForDatabase(chunk, attempt, error);
      } else {
        context.with(ctx, () =>
          logger.warn('message failed, retrying', {
            event: 'messaging.process.exception',
            ...partitionOf(chunk),
            tries,
            error,
          }),
        );
        await waitWithHeartbeats(chunk.control, backoff(tries));
        tries++;
      }
    }
  }
}

async function transact<T extends EventType>(
  { control, transactions, poll }: Chunk<T>,
  delivery: Delivery<T>,
  attempt: number,
): Promise<Outcome<T>> {
  const unit = { deliveries: [delivery], poll: poll.span };
  // A message that has failed once must not fail the transaction of others again.
  const [outcome] = await withHeartbeats(control, () =>
    attempt === 1 ? transactions.shared(unit) : transactions.own(unit),
  );
  if (outcome === undefined) throw new Error('the transaction of a message returned no outcome');
  return outcome;
}
