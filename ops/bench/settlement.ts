import type { KafkaMessage } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { type Position, TopicReader } from '../clients/topic-reader.ts';

/** The confirmations of orders, by the broker's clock. Times are in milliseconds. */
export interface Settlement {
  /** The number of confirmed orders. */
  count: number;
  /** From the acceptance of each measured order to its confirmation in the topic; sorted. */
  durations: readonly number[];
  /** From the first confirmation to the last. */
  span: number;
}

/** The confirmations to read. */
export interface Expected {
  /** The number of orders. */
  expected: number;
  /** Measures only orders that were accepted later than this (milliseconds since 1970). Earlier ones are counted. */
  since?: number;
  /** Stops reading when nothing new has arrived for this long. */
  idleMs?: number;
}

/**
 * Reads the confirmations after a position of the topic `orders`, until `expected` orders are confirmed or nothing new
 * has arrived for `idleMs`. This happens after the measured time, so that reading costs the pipeline nothing. The
 * topic must have message.timestamp.type=LogAppendTime.
 */
export async function readSettlement(
  broker: Broker,
  from: Position,
  { expected, since = 0, idleMs = 10_000 }: Expected,
): Promise<Settlement> {
  const durations: number[] = [];
  const seen = new Set<string>();
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  const done = Promise.withResolvers<void>();
  let silence = setTimeout(done.resolve, idleMs * 2);
  const count = ({ headers, key, value, timestamp }: KafkaMessage) => {
    if (headers?.['ce_type']?.toString() !== 'order.confirmed.v1' || seen.has(String(key))) return;
    seen.add(String(key));
    const at = Number(timestamp);
    const placedAt = Date.parse(JSON.parse(String(value)).placedAt);
    if (placedAt >= since) durations.push(at - placedAt);
    first = Math.min(first, at);
    last = Math.max(last, at);
  };
  await using _reader = await TopicReader.start(broker, from, (_topic, _partition, messages) => {
    const before = seen.size;
    for (const message of messages) count(message);
    if (seen.size === before) return;
    clearTimeout(silence);
    silence = setTimeout(done.resolve, seen.size >= expected ? 0 : idleMs);
  });
  await done.promise;
  return { count: seen.size, durations: durations.sort((a, b) => a - b), span: last - first };
}

/** Returns the quantile of sorted values, such as 0.95; NaN if there are no values. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
