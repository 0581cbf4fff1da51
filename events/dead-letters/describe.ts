import { header } from '../envelope.ts';
import { traceIdOf } from '../trace.ts';
import type { DeadLetter } from './dead-letter.ts';

/** A dead letter as a row of a table. Values are empty if their headers are missing. */
export interface DeadLetterSummary {
  id: string;
  /** The event type with its version: `order.placed.v1`. */
  type: string;
  order: string;
  reason: string;
  /** The consumer group that gave up. */
  group: string;
  attempts: string;
  /** The time at which the group gave up, ISO 8601. */
  at: string;
}

export function summarize({ id, message }: DeadLetter): DeadLetterSummary {
  const read = (name: string) => header(message.headers, name) ?? '';
  return {
    id,
    type: read('ce_type'),
    order: read('ce_subject'),
    reason: read('dlq_reason'),
    group: read('dlq_group'),
    attempts: read('dlq_attempts'),
    at: read('dlq_at'),
  };
}

/** A dead letter with all its headers and its value. */
export interface DeadLetterDescription extends DeadLetterSummary {
  error: string | undefined;
  /** The original position of the message: `<topic>:<partition>:<offset>`. */
  from: string;
  traceId: string | null;
  headers: Readonly<Record<string, string | undefined>>;
  value: string | null;
}

export function describe(letter: DeadLetter): DeadLetterDescription {
  const { message } = letter;
  const read = (name: string) => header(message.headers, name);
  return {
    ...summarize(letter),
    error: read('dlq_error'),
    from: `${read('dlq_topic')}:${read('dlq_partition')}:${read('dlq_offset')}`,
    traceId: traceIdOf(message),
    headers: Object.fromEntries(Object.keys(message.headers ?? {}).map((name) => [name, read(name)])),
    value: message.value?.toString() ?? null,
  };
}
