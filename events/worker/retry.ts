import { setTimeout as delay } from 'node:timers/promises';
import { type Context, context, type SpanContext, trace } from '@opentelemetry/api';
import { suppressTracing } from '@opentelemetry/core';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Sequelize } from 'sequelize';
import { logger } from '#telemetry/logger.ts';
import type { EventType, ReceivedEvent, Topic } from '../catalog.ts';
import { retried } from '../metrics.ts';
import { failSpan, startProcess } from '../trace.ts';
import { backoff, classify, triesBeforeDeadLetter } from './failure.ts';
import type { Handler } from './handler.ts';
import { type Outcome, type Transact, transact } from './transaction.ts';

/** A message of a chunk, with the event that was found in it. */
export interface Pending<T extends EventType> {
  message: KafkaMessage;
  event: ReceivedEvent<T>;
}

/** A message that was tried often enough: what was wrong at last, and the span of the last attempt. */
export interface Failed<T extends EventType> extends Pending<T> {
  error: unknown;
  attempts: number;
  context: Context;
}

/** What all messages of a chunk have in common. */
export interface Work<State, T extends EventType> {
  topic: Topic;
  group: string;
  partition: number;
  database: Sequelize;
  handler: Handler<State, T>;
  transact: Transact<T>;
  /** The span of the poll that brought the chunk. */
  poll: SpanContext | undefined;
  takenUp: Date;
  /** What kafkajs lets a batch ask while it is worked on. */
  control: Pick<EachBatchPayload, 'heartbeat' | 'isRunning' | 'isStale'>;
}

export interface Settled<T extends EventType> {
  outcomes: Outcome<T>[];
  failed: Failed<T>[];
}

/** The consumer stops or has lost the partition: what is in hand is given back and will come again. */
export class GivenBack extends Error {
  override readonly name = 'GivenBack';
}

/**
 * Handles messages, all of them in one transaction if it can be. If the transaction fails, each message is tried by
 * itself, so that the one bad message is found and the rest succeed. An outage is waited for as long as it takes.
 */
export async function settle<State, T extends EventType>(
  work: Work<State, T>,
  pending: readonly Pending<T>[],
): Promise<Settled<T>> {
  const settled: Settled<T> = { outcomes: [], failed: [] };
  if (pending.length > 1) {
    const outcomes = await settleTogether(work, pending);
    if (outcomes !== undefined) return { outcomes, failed: [] };
  }
  for (const one of pending) {
    const result = await settleAlone(work, one);
    if ('error' in result) settled.failed.push(result);
    else settled.outcomes.push(result);
  }
  return settled;
}

/** One transaction for all. Undefined when it failed for a reason that may lie in one of the messages. */
async function settleTogether<State, T extends EventType>(
  work: Work<State, T>,
  pending: readonly Pending<T>[],
): Promise<Outcome<T>[] | undefined> {
  for (let attempt = 1; ; attempt++) {
    // If the transaction fails these spans are left unended and so are never exported: the attempt was not any one's.
    const deliveries = pending.map(({ message, event }) => ({
      event,
      context: startProcess(
        { ...work, message },
        { poll: work.poll, startTime: attempt > 1 ? work.takenUp : undefined },
      ),
    }));
    try {
      return await withHeartbeats(work, () => work.transact({ deliveries, poll: work.poll }));
    } catch (error) {
      for (const { event } of pending) retried.add(1, { topic: work.topic, group: work.group, type: event.type });
      if (classify(error) !== 'unavailable') {
        logger.warn('a chunk failed: each message is tried by itself', { ...place(work), error });
        return undefined;
      }
      await outage(work, attempt, error);
    }
  }
}

/** One transaction for one message, in its own trace; each attempt is a span that links to the one before. */
async function settleAlone<State, T extends EventType>(
  work: Work<State, T>,
  { message, event }: Pending<T>,
): Promise<Outcome<T> | Failed<T>> {
  let earlier: SpanContext[] = [];
  for (let attempt = 1, tries = 1; ; attempt++) {
    const ctx = startProcess({ ...work, message }, { poll: work.poll, earlier, attempt });
    try {
      const deliveries = [{ event, context: ctx }];
      // What has failed once is kept away from the rest.
      const [outcome] = await withHeartbeats(work, () =>
        attempt === 1
          ? work.transact({ deliveries, poll: work.poll })
          : context.with(ctx, () => transact(work.database, work.handler, deliveries)),
      );
      if (outcome === undefined) throw new Error('a transaction over one message had no outcome');
      return outcome;
    } catch (error) {
      const failure = classify(error);
      failSpan(ctx, error);
      if (failure === 'poison' || (failure === 'unknown' && tries >= triesBeforeDeadLetter)) {
        return { message, event, error, attempts: tries, context: ctx };
      }
      retried.add(1, { topic: work.topic, group: work.group, type: event.type });
      earlier = [trace.getSpanContext(ctx)].filter((span) => span !== undefined);
      if (failure === 'unavailable') {
        await outage(work, attempt, error);
        continue;
      }
      context.with(ctx, () => logger.warn('a message failed and is tried again', { ...place(work), tries, error }));
      await wait(work, tries);
      tries++;
    }
  }
}

/** Waits, and goes on waiting while the database does not answer. Says so once when it begins and once when it ends. */
async function outage<State, T extends EventType>(work: Work<State, T>, attempt: number, error: unknown) {
  logger.warn('waiting for the database', { ...place(work), error });
  for (let round = attempt; ; round++) {
    await wait(work, round);
    try {
      await context.with(suppressTracing(context.active()), () => work.database.authenticate());
      logger.info('the database answers', place(work));
      return;
    } catch (still) {
      if (classify(still) !== 'unavailable') throw still;
    }
  }
}

/** Waits before an attempt, staying a member of the group meanwhile. */
async function wait<State, T extends EventType>({ control }: Work<State, T>, attempt: number): Promise<void> {
  const second = 1_000;
  for (let left = backoff(attempt); left > 0; left -= second) {
    await delay(Math.min(left, second));
    if (!control.isRunning() || control.isStale()) throw new GivenBack();
    await control.heartbeat();
  }
}

/** A slow transaction must not cost the membership of the group. A heartbeat's own failure shows again after the chunk. */
async function withHeartbeats<State, T extends EventType, Result>(
  { control }: Work<State, T>,
  run: () => Promise<Result>,
): Promise<Result> {
  const timer = setInterval(() => control.heartbeat().catch(() => {}), 1_000);
  try {
    return await run();
  } finally {
    clearInterval(timer);
  }
}

function place<State, T extends EventType>({ topic, group, partition }: Work<State, T>) {
  return { topic, group, partition };
}
