import { type Context, context, trace } from '@opentelemetry/api';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Sequelize } from 'sequelize';
import { logger } from '#telemetry/logger.ts';
import type { EventType, Topic } from '../catalog.ts';
import { deadLetter } from '../dead-letters/dead-letter.ts';
import { eventTypeOf } from '../envelope.ts';
import { age, chunkDuration, chunkMessages, deadLettered, processed } from '../metrics.ts';
import { createMessage, type OutgoingMessage } from '../outgoing-message.ts';
import type { Publisher } from '../publish.ts';
import { receive } from '../receive.ts';
import { activeSpanContext, endSpan, failSpan, startProcess } from '../trace.ts';
import type { Handler } from './handler.ts';
import { GivenBack, type Pending, settle, type Work } from './retry.ts';
import type { Outcome, Transact } from './transaction.ts';

/** How many messages at the most share a transaction. */
const chunkSize = 100;

/** Who consumes: a group, the events that it has subscribed to, and what it does with them. */
export interface Consumption<State, T extends EventType> {
  group: string;
  types: readonly T[];
  handler: Handler<State, T>;
  database: Sequelize;
  transact: Transact<T>;
  publisher: Pick<Publisher, 'send'>;
}

/**
 * Handles a batch of one partition in chunks, in order. A chunk is one transaction; its events are published after the
 * commit, and its offsets are resolved after that. Whatever is thrown (the broker is away, the group rebalances) makes
 * kafkajs bring the messages again from the last resolved offset.
 */
export async function consumeBatch<State, T extends EventType>(
  consumption: Consumption<State, T>,
  topic: Topic,
  control: EachBatchPayload,
): Promise<void> {
  const { messages, partition } = control.batch;
  const poll = activeSpanContext();
  for (let from = 0; from < messages.length; from += chunkSize) {
    if (!control.isRunning() || control.isStale()) return;
    const chunk = messages.slice(from, from + chunkSize);
    const begin = performance.now();
    try {
      const work = { ...consumption, topic, partition, poll, takenUp: new Date(), control };
      await consumeChunk(work, consumption, chunk);
    } catch (error) {
      if (error instanceof GivenBack) return;
      throw error;
    }
    const labels = { topic, group: consumption.group };
    chunkMessages.record(chunk.length, labels);
    chunkDuration.record((performance.now() - begin) / 1_000, labels);
    control.resolveOffset(chunk.at(-1)?.offset ?? '');
    await control.heartbeat();
  }
}

async function consumeChunk<State, T extends EventType>(
  work: Work<State, T>,
  { types, publisher }: Consumption<State, T>,
  messages: readonly KafkaMessage[],
): Promise<void> {
  const pending: Pending<T>[] = [];
  const rejected: Rejection[] = [];
  for (const message of messages) {
    try {
      const event = receive(message, types, work.takenUp);
      if (event !== undefined) pending.push({ message, event });
    } catch (error) {
      const ctx = startProcess({ ...work, message }, { poll: work.poll });
      failSpan(ctx, error);
      rejected.push({ message, error, attempts: 1, context: ctx });
    }
  }
  const { outcomes, failed } = await settle(work, pending);
  rejected.push(...failed);
  await publisher.send([
    ...outcomes.flatMap(({ emitted, context: ctx }) => emitted.map((event) => createMessage(event, ctx))),
    ...rejected.map((rejection) => bury(work, rejection)),
  ]);
  for (const outcome of outcomes) finish(work, outcome);
  for (const rejection of rejected) report(work, rejection);
}

function finish<State, T extends EventType>(work: Work<State, T>, outcome: Outcome<T>): void {
  const { event, emitted, repeated, context: ctx } = outcome;
  const labels = { topic: work.topic, group: work.group, type: event.type };
  processed.add(1, labels);
  age.record(Math.max(0, work.takenUp.getTime() - event.time.getTime()) / 1_000, labels);
  if (repeated === undefined) context.with(ctx, () => work.handler.observe?.(event, emitted));
  else linkToEarlier(ctx, outcome);
  endSpan(ctx);
}

function linkToEarlier<T extends EventType>(ctx: Context, { repeated }: Outcome<T>): void {
  const span = trace.getSpan(ctx);
  span?.setAttribute('orderflow.repeated', true);
  if (repeated?.attempt !== undefined) span?.addLink({ context: repeated.attempt });
}

/** A message that goes to the dead-letter topic. */
interface Rejection {
  message: KafkaMessage;
  error: unknown;
  attempts: number;
  context: Context;
}

function bury<State, T extends EventType>(
  work: Work<State, T>,
  { context: ctx, ...rejection }: Rejection,
): OutgoingMessage {
  return deadLetter({ ...work, ...rejection, at: new Date() }, ctx);
}

function report<State, T extends EventType>(work: Work<State, T>, rejection: Rejection): void {
  const { topic, group, partition } = work;
  deadLettered.add(1, { topic, group, type: typeLabel(rejection.message) });
  const { error, attempts, message } = rejection;
  context.with(rejection.context, () =>
    logger.error('dead-lettered', { topic, group, partition, offset: message.offset, attempts, error }),
  );
}

/** Only types of the catalog may be labels: a stranger could make up any number of others. */
function typeLabel(message: KafkaMessage): string {
  try {
    return eventTypeOf(message);
  } catch {
    return 'unknown';
  }
}
