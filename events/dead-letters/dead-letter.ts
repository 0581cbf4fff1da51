import type { Context } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import type { KafkaMessage, Message } from 'kafkajs';
import type { Topic } from '../catalog.ts';
import { header } from '../envelope.ts';
import { messageBytes } from '../message-size.ts';
import type { OutgoingMessage } from '../outgoing-message.ts';
import { Poison, type PoisonReason } from '../poison.ts';
import { type DeadLetterTopic, topics } from '../topics.ts';
import { attemptHeader, contextOf } from '../trace.ts';
import { parseTraceparent, traceparent } from '../traceparent.ts';
import { excerpt, sizeOf, truncatedHeader, withoutLetterHeaders } from './excerpt.ts';
import { NotReplayable } from './not-replayable.ts';

/** A message that could not be handled. */
export interface Failure {
  message: KafkaMessage;
  /** The context of the span of the last attempt. */
  context: Context;
  error: unknown;
  attempts: number;
}

/** The partition that a message came from, the group that could not handle it, and the time when the group gave up. */
interface Origin {
  topic: Topic;
  partition: number;
  group: string;
  at: Date;
}

/** A message in a dead-letter topic. */
export interface DeadLetter {
  /** `<dead-letter topic>:<partition>:<offset>` */
  id: string;
  topic: DeadLetterTopic;
  partition: number;
  message: KafkaMessage;
}

/**
 * The header with the `traceparent` of the message when it was sent first (CloudEvents, extension "Distributed Tracing"). The
 * header `traceparent` changes each time that a message is sent.
 */
const firstTraceHeader = 'ce_traceparent';

const unreadableBatch: PoisonReason = 'unreadable-batch';

export type Resolution = 'replayed' | 'discarded';

/** More than the largest message that Kafka accepts uncompressed, and less than a dead-letter topic accepts. */
const maxMessageBytes = 1_250_000;

/** kafkajs encodes each header on its own: 100,000 of them would block the worker for a second. */
const maxHeaders = 1_000;

/**
 * Creates the dead letter of a message. It keeps the key, value and headers of the message; further headers say where the
 * message came from and why it failed. Of a message that is too large, it keeps an excerpt. It is sent in the context of
 * the failed attempt, so that it stays in the trace of the order.
 */
export function deadLetter(failure: Failure, origin: Origin): OutgoingMessage {
  const { message } = failure;
  const fits = Object.keys(message.headers ?? {}).length <= maxHeaders && messageBytes(message) <= maxMessageBytes;
  return createLetter(failure, origin, fits ? withoutLetterHeaders(message) : excerpt(message));
}

/**
 * Creates a dead letter that holds nothing of the message but its position. It is for a message whose dead letter Kafka
 * refuses.
 */
export function reference(failure: Failure, origin: Origin): OutgoingMessage {
  const { topic, partition } = origin;
  const key = `${topic}:${partition}:${failure.message.offset}`;
  return createLetter(failure, origin, { key, value: '', headers: { [truncatedHeader]: sizeOf(failure.message) } });
}

function createLetter(
  { message, context, error, attempts }: Failure,
  { topic, partition, group, at }: Origin,
  { key = null, value, headers }: Message,
): OutgoingMessage {
  const failedAttempt = traceparent(trace.getSpanContext(context));
  const sent = header(message.headers, 'traceparent');
  const first = headers?.[firstTraceHeader] ?? (parseTraceparent(sent) === undefined ? undefined : sent);
  const { name, message: text } = error instanceof Error ? error : new Error(String(error));
  return {
    topic: `${topic}.dlq`,
    context,
    message: {
      key,
      value,
      headers: {
        ...headers,
        dlq_reason: error instanceof Poison ? error.reason : 'handler-failed',
        dlq_error: `${name}: ${text}`.slice(0, 1_000),
        dlq_topic: topic,
        dlq_partition: String(partition),
        dlq_offset: message.offset,
        dlq_group: group,
        dlq_attempts: String(attempts),
        dlq_at: at.toISOString(),
        ...(failedAttempt === null ? {} : { [attemptHeader]: failedAttempt }),
        ...(first === undefined ? {} : { [firstTraceHeader]: first }),
      },
    },
  };
}

/**
 * Creates the message that marks a dead letter as resolved. It goes to the partition of the dead letter, so that
 * readers receive it after the dead letter.
 */
export function resolution({ topic, partition, message }: DeadLetter, how: Resolution): OutgoingMessage {
  return {
    topic,
    context: contextOf(message),
    message: {
      partition,
      key: message.key,
      value: null,
      headers: { dlq_resolves: message.offset, dlq_resolution: how },
    },
  };
}

/**
 * Creates a copy of the original message, for its original topic. The copy stays in the original trace and links to the
 * failed attempt.
 * @throws {NotReplayable} if the dead letter has no message, or does not name a topic of the event catalog
 */
export function replay({ id, message }: DeadLetter): OutgoingMessage {
  const origin = topics.find((topic) => topic === header(message.headers, 'dlq_topic'));
  if (origin === undefined) throw new NotReplayable(`${id} has no valid topic in its header dlq_topic`);
  if (header(message.headers, 'dlq_reason') === unreadableBatch) {
    throw new NotReplayable(`${id} stands for a batch that cannot be read`);
  }
  return { topic: origin, context: contextOf(message), message: withoutLetterHeaders(message) };
}

/** Returns true for a dead letter that `replay` accepts. */
export function isReplayable(letter: DeadLetter): boolean {
  try {
    replay(letter);
    return true;
  } catch (error) {
    if (error instanceof NotReplayable) return false;
    throw error;
  }
}

export function deadLetterId(topic: DeadLetterTopic, partition: number, offset: string): string {
  return `${topic}:${partition}:${offset}`;
}
