import type { Context } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import type { Topic } from '../catalog.ts';
import { header } from '../envelope.ts';
import { Poison } from '../poison.ts';
import type { OutgoingMessage } from '../publish.ts';
import { type DeadLetterTopic, topics } from '../topics.ts';
import { attemptHeader, contextOf, traceparent } from '../trace.ts';

/** Where a message came from and why it could not be processed. */
export interface Rejected {
  topic: Topic;
  partition: number;
  group: string;
  message: KafkaMessage;
  error: unknown;
  /** How often it was tried. */
  attempts: number;
  at: Date;
}

/**
 * The dead letter of a message: the message as it was, key, value and headers, with where it came from and why it is
 * here in further headers. It is sent in the context of the failed attempt, so that it stays in the order's trace.
 */
export function deadLetter(rejected: Rejected, context: Context): OutgoingMessage {
  const { topic, partition, group, message, error, attempts, at } = rejected;
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
    if (resolved !== undefined) this.#open.delete(deadLetterId(topic, partition, resolved));
    else {
      const id = deadLetterId(topic, partition, message.offset);
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
 * The message as it was before it became a dead letter, to be sent to where it came from in the trace that it had. It
 * keeps the link to the failed attempt.
 * @throws {Error} when the dead letter does not name a topic of the catalog
 */
export function replay({ id, message }: DeadLetter): OutgoingMessage {
  const origin = topics.find((topic) => topic === header(message.headers, 'dlq_topic'));
  if (origin === undefined) throw new Error(`${id} does not say which topic it came from`);
  const original = Object.entries(message.headers ?? {}).filter(([name]) => !name.startsWith('dlq_'));
  return {
    topic: origin,
    context: contextOf(message),
    message: { key: message.key, value: message.value, headers: Object.fromEntries(original) },
  };
}

function deadLetterId(topic: DeadLetterTopic, partition: number, offset: string): string {
  return `${topic}:${partition}:${offset}`;
}
