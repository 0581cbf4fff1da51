import type { Context } from '@opentelemetry/api';
import { trace } from '@opentelemetry/api';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import type { Topic } from './catalogue.ts';
import { Poison } from './poison.ts';
import type { Outgoing } from './publish.ts';
import { attemptHeader, traceparent } from './trace.ts';

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
export function deadLetter(rejected: Rejected, context: Context): Outgoing {
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

/** The headers of the message before it became a dead letter. The link to the failed attempt stays. */
export function originalHeaders(headers: IHeaders | undefined): IHeaders {
  return Object.fromEntries(Object.entries(headers ?? {}).filter(([name]) => !name.startsWith('dlq_')));
}
