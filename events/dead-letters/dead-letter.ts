import type { Context } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import type { Topic } from '../catalog.ts';
import { header } from '../envelope.ts';
import { Poison } from '../poison.ts';
import type { Outgoing } from '../publish.ts';
import { type DeadLetterTopic, topics } from '../topics.ts';
import { attemptHeader, contextOf, traceparent } from '../trace.ts';

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

/**
 * Returns the dead letter of a message: its key, value and headers, with its origin and its error in further headers. It
 * is sent in the context of the failed attempt, so that it stays in the trace of the order.
 */
export function deadLetter(
  { message, context, error, attempts }: Failure,
  { topic, partition, group, at }: Origin,
): Outgoing {
  const failed = traceparent(trace.getSpanContext(context));
  const { name, message: text } = error instanceof Error ? error : new Error(String(error));
  return {
    topic: `${topic}.dlq`,
    context,
    message: {
      key: message.key,
      value: message.value,
      headers: {
        ...message.headers,
        dlq_reason: error instanceof Poison ? error.reason : 'handler-failed',
        dlq_error: `${name}: ${text}`.slice(0, 1_000),
        dlq_topic: topic,
        dlq_partition: String(partition),
        dlq_offset: message.offset,
        dlq_group: group,
        dlq_attempts: String(attempts),
        dlq_at: at.toISOString(),
        ...(failed === null ? {} : { [attemptHeader]: failed }),
      },
    },
  };
}

/** How somebody dealt with a dead letter. */
export type Resolution = 'replayed' | 'discarded';

/** A dead letter as it is found in its topic. */
export interface DeadLetter {
  /** `<dead-letter topic>:<partition>:<offset>` */
  id: string;
  topic: DeadLetterTopic;
  partition: number;
  message: KafkaMessage;
}

/** The dead letters of a topic that nobody has dealt with yet, as its messages tell in their order. */
export class OpenDeadLetters {
  readonly #open = new Map<string, DeadLetter>();

  /** A message is a dead letter, or says of an earlier one in the same partition that it was dealt with. */
  read(topic: DeadLetterTopic, partition: number, message: KafkaMessage): void {
    const resolved = header(message.headers, 'dlq_resolves');
    if (resolved !== undefined) this.#open.delete(letterId(topic, partition, resolved));
    else {
      const id = letterId(topic, partition, message.offset);
      this.#open.set(id, { id, topic, partition, message });
    }
  }

  list(): DeadLetter[] {
    return [...this.#open.values()];
  }

  count(topic: DeadLetterTopic): number {
    return this.list().filter((letter) => letter.topic === topic).length;
  }
}

/** The message that closes a dead letter. It goes to the same partition, so that it is read after it. */
export function resolution({ topic, partition, message }: DeadLetter, how: Resolution): Outgoing {
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
 * The message as it was before it became a dead letter, to be sent to where it came from in the trace that it had. It
 * keeps the link to the failed attempt.
 * @throws {Error} when the dead letter does not name a topic of the catalog
 */
export function replay({ id, message }: DeadLetter): Outgoing {
  const origin = topics.find((topic) => topic === header(message.headers, 'dlq_topic'));
  if (origin === undefined) throw new Error(`${id} does not say which topic it came from`);
  const original = Object.entries(message.headers ?? {}).filter(([name]) => !name.startsWith('dlq_'));
  return {
    topic: origin,
    context: contextOf(message),
    message: { key: message.key, value: message.value, headers: Object.fromEntries(original) },
  };
}

function letterId(topic: DeadLetterTopic, partition: number, offset: string): string {
  return `${topic}:${partition}:${offset}`;
}
