import type { KafkaMessage, Message } from 'kafkajs';
import { header } from '../envelope.ts';
import { messageBytes } from '../message-size.ts';

/**
 * The header of a dead letter that does not hold the whole message, with the size of the message in bytes. The headers
 * `dlq_topic`, `dlq_partition` and `dlq_offset` say where the whole message is, as long as Kafka keeps it.
 */
export const truncatedHeader = 'dlq_truncated';

const maxKeyBytes = 255;
const maxValueBytes = 1_000;
const maxHeaderBytes = 255;

/** The headers that say what the message is, and to which order and trace it belongs. */
const kept =
  /^(?:ce_(?:specversion|id|type|source|time|subject)|content-type|traceparent|tracestate|baggage|orderflow_attempt|ce_traceparent)$/;

/** Returns the key, value and headers of a message without headers that a dead letter adds. */
export function withoutLetterHeaders({ key, value, headers = {} }: KafkaMessage): Message {
  const own = Object.entries(headers).filter(([name]) => !name.startsWith('dlq_'));
  return { key, value, headers: Object.fromEntries(own) };
}

/** Returns the beginning of a message that is too large for a dead letter. */
export function excerpt(message: KafkaMessage): Message {
  const { key, value, headers = {} } = message;
  const short = Object.keys(headers).flatMap((name) => {
    const text = kept.test(name) ? header(headers, name) : undefined;
    return text === undefined || Buffer.byteLength(text) > maxHeaderBytes ? [] : [[name, text] as const];
  });
  return {
    key: key?.subarray(0, maxKeyBytes) ?? null,
    value: value?.subarray(0, maxValueBytes) ?? null,
    headers: { ...Object.fromEntries(short), [truncatedHeader]: sizeOf(message) },
  };
}

/** Returns the size of a message as the text of a header. */
export const sizeOf = (message: Pick<Message, 'key' | 'value' | 'headers'>): string => String(messageBytes(message));
