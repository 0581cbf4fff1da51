import type { KafkaMessage } from 'kafkajs';
import { header } from '../envelope.ts';
import { type DeadLetterTopic, topics } from '../topics.ts';
import { traceIdOf } from '../trace.ts';
import type { DeadLetter } from './dead-letter.ts';
import { printable } from './printable.ts';

/** A dead letter as a row of a table. Values are empty if their headers are missing. */
export interface DeadLetterSummary {
  id: string;
  /** The event type with its version: `order.placed.v1`. */
  type: string;
  order: string;
  /** `foreign` if no consumer of Orderflow has written the dead letter. */
  reason: string;
  /** The consumer group that gave up. */
  group: string;
  attempts: string;
  /** The time at which the group gave up, ISO 8601. */
  at: string;
  error: string;
  traceId: string | null;
}

const maxLength = 100;
const maxErrorLength = 300;

/** Anyone may have written the message: the values are short, and safe to print. */
export function summarize({ id, topic, message }: DeadLetter): DeadLetterSummary {
  const read = (name: string, length = maxLength) => printable((header(message.headers, name) ?? '').slice(0, length));
  return {
    id,
    type: read('ce_type'),
    order: read('ce_subject'),
    reason: isForeign(topic, message) ? 'foreign' : read('dlq_reason'),
    group: read('dlq_group'),
    attempts: read('dlq_attempts'),
    at: isTime(read('dlq_at')) ? read('dlq_at') : '',
    error: read('dlq_error', maxErrorLength),
    traceId: traceIdOf(message),
  };
}

/** The form of the headers that every dead letter of ours has. */
export const letterForm = {
  dlq_reason: /^[a-z-]{1,50}$/,
  dlq_partition: /^\d{1,10}$/,
  dlq_offset: /^\d{1,19}$/,
  dlq_group: /^[\w.-]{1,100}$/,
  dlq_attempts: /^\d{1,10}$/,
};

/** Returns true for a message that no consumer of Orderflow has written. Kafka's ACLs keep others from writing. */
export function isForeign(topic: DeadLetterTopic, { headers }: Pick<KafkaMessage, 'headers'>): boolean {
  const origin = topics.find((name) => name === header(headers, 'dlq_topic'));
  if (origin === undefined || topic !== `${origin}.dlq` || !isTime(header(headers, 'dlq_at') ?? '')) return true;
  return Object.entries(letterForm).some(([name, pattern]) => !pattern.test(header(headers, name) ?? ''));
}

const isTime = (text: string): boolean =>
  /^\d{4}-\d\d-\d\dT[\d:.]{8,16}Z$/.test(text) && !Number.isNaN(Date.parse(text));

/** A dead letter with all its headers and its value. */
export interface DeadLetterDescription extends DeadLetterSummary {
  /** The original position of the message: `<topic>:<partition>:<offset>`. */
  from: string;
  headers: Readonly<Record<string, string | undefined>>;
  value: string | null;
}

/** The headers and the value are those of the message, and may not be safe to print. */
export function describe(letter: DeadLetter): DeadLetterDescription {
  const { message } = letter;
  const read = (name: string) => header(message.headers, name);
  return {
    ...summarize(letter),
    error: read('dlq_error') ?? '',
    from: `${read('dlq_topic')}:${read('dlq_partition')}:${read('dlq_offset')}`,
    headers: Object.fromEntries(Object.keys(message.headers ?? {}).map((name) => [name, read(name)])),
    value: message.value?.toString() ?? null,
  };
}
