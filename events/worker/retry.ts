import { type Context, context, type SpanContext, trace } from '@opentelemetry/api';
import { logger } from '#telemetry/logger.ts';
import type { EventType } from '../catalog.ts';
import type { Failure } from '../dead-letters/dead-letter.ts';
import { retried } from '../metrics.ts';
import { failSpan, startProcess } from '../trace.ts';
import { type Chunk, partitionOf } from './chunk.ts';
import type { Delivery, Outcome, Received } from './delivery.ts';
import { waitWithHeartbeats, withHeartbeats } from './heartbeats.ts';
import { waitForDatabase } from './outage.ts';
import { backoff, classify, triesBeforeDeadLetter } from './retry-policy.ts';

/**
 * Handles the messages of a chunk in one transaction. If it fails, handles each message by itself, one after the other,
 * so that the one bad message is found and the others succeed. Retries without limit while the database is unavailable.
 * @returns the outcome or the failure of each message, in their order
 * @throws {PartitionLost} when the partition is lost during a wait
 */
export async function handle<State, T extends EventType>(
  chunk: Chunk<State, T>,
  received: readonly Received<T>[],
): Promise<(Outcome<T> | Failure)[]> {
  const outcomes = received.length > 1 ? await handleTogether(chunk, received) : undefined;
  if (outcomes !== undefined) return outcomes;
  const results: (Outcome<T> | Failure)[] = [];
  for (const one of received) results.push(await handleAlone(chunk, one));
  return results;
}

/** Returns undefined when the transaction failed and one of the messages may be the cause. */
async function handleTogether<State, T extends EventType>(
  chunk: Chunk<State, T>,
  received: readonly Received<T>[],
): Promise<Outcome<T>[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    // Spans of a failed transaction are never ended, and so never exported: no single message caused the failure.
    const startTime = attempt > 1 ? chunk.receivedAt : undefined;
    const deliveries = received.map((one) => start(chunk, one, { startTime }));
    try {
      return await withHeartbeats(chunk.control, () => chunk.transactions.shared(deliveries, chunk.poll));
    } catch (error) {
      countRetries(chunk, received);
      if (classify(error) !== 'unavailable') {
        logger.warn('chunk failed, retrying each message by itself', { ...partitionOf(chunk), error });
        return undefined;
      }
      await waitForDatabase(chunk, attempt, error);
    }
  }
}

/** Each attempt is a span in the trace of the message, linked to the attempt before. An outage does not count as a try. */
async function handleAlone<State, T extends EventType>(
  chunk: Chunk<State, T>,
  received: Received<T>,
): Promise<Outcome<T> | Failure> {
  let earlier: SpanContext[] = [];
  for (let attempt = 1, tries = 1; ; attempt++) {
    const delivery = start(chunk, received, { earlier, attempt });
    try {
      return await transact(chunk, delivery, attempt);
    } catch (error) {
      const kind = classify(error);
      failSpan(delivery.context, error);
      if (kind === 'poison' || (kind === 'unknown' && tries >= triesBeforeDeadLetter)) {
        return { message: delivery.message, context: delivery.context, error, attempts: tries };
      }
      countRetries(chunk, [received]);
      earlier = [trace.getSpanContext(delivery.context)].filter((span) => span !== undefined);
      if (kind === 'unavailable') {
        await waitForDatabase(chunk, attempt, error);
      } else {
        logRetry(chunk, delivery.context, { tries, error });
        await waitWithHeartbeats(chunk.control, backoff(tries));
        tries++;
      }
    }
  }
}

async function transact<State, T extends EventType>(
  { control, transactions, poll }: Chunk<State, T>,
  delivery: Delivery<T>,
  attempt: number,
): Promise<Outcome<T>> {
  // A message that has failed once must not fail the transaction of others again.
  const [outcome] = await withHeartbeats(control, () =>
    attempt === 1 ? transactions.shared([delivery], poll) : transactions.own([delivery], poll),
  );
  if (outcome === undefined) throw new Error('the transaction of a message returned no outcome');
  return outcome;
}

/** Starts the span of an attempt. */
function start<State, T extends EventType>(
  { topic, group, partition, poll }: Chunk<State, T>,
  { message, event }: Received<T>,
  options: Omit<Parameters<typeof startProcess>[1], 'poll'>,
): Delivery<T> {
  return { message, event, context: startProcess({ topic, group, partition, message }, { poll, ...options }) };
}

function countRetries<State, T extends EventType>(
  { topic, group }: Chunk<State, T>,
  received: readonly Received<T>[],
): void {
  for (const { event } of received) retried.add(1, { topic, group, type: event.type });
}

function logRetry<State, T extends EventType>(chunk: Chunk<State, T>, ctx: Context, details: object): void {
  context.with(ctx, () => logger.warn('message failed, retrying', { ...partitionOf(chunk), ...details }));
}
