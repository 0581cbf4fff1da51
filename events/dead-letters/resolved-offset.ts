import type { KafkaMessage } from 'kafkajs';
import { header } from '../envelope.ts';

/**
 * Returns the offset of the dead letter that a message resolves, or undefined if the message is no valid resolution. A
 * resolution has no value, and names an earlier offset and what became of the dead letter. Anything else is a dead letter,
 * whatever it claims: a dead letter of ours always has a reason, and keeps the headers that its sender chose.
 */
export function resolvedOffset({ value, headers, offset }: Pick<KafkaMessage, 'value' | 'headers' | 'offset'>) {
  const resolves = header(headers, 'dlq_resolves');
  const how = header(headers, 'dlq_resolution');
  if (value !== null || resolves === undefined || (how !== 'replayed' && how !== 'discarded')) return undefined;
  if (header(headers, 'dlq_reason') !== undefined || !/^\d{1,16}$/.test(resolves)) return undefined;
  return Number(resolves) < Number(offset) ? Number(resolves) : undefined;
}
