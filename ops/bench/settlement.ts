import { randomUUID } from 'node:crypto';
import type { Kafka } from 'kafkajs';

/** How orders were settled, as the broker stored it. Times are in milliseconds. */
export interface Settled {
  /** How many. */
  count: number;
  /** From the acceptance of an order to its confirmation in the broker, of those that count; sorted. */
  durations: readonly number[];
  /** Between the first and the last confirmation. */
  span: number;
}

/** Where the topic `orders` ends now. */
export async function position(kafka: Kafka): Promise<Map<number, bigint>> {
  const admin = kafka.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets('orders');
  await admin.disconnect();
  return new Map(offsets.map(({ partition, high }) => [partition, BigInt(high)]));
}

/**
 * Reads the confirmations after a position, until there are `expected` or nothing new has come for `patienceMs`.
 * Orders accepted before `since` (milliseconds since 1970) are counted, but not how long they took.
 * Read afterwards, so that the measurement costs what is measured nothing. The topic must have
 * message.timestamp.type=LogAppendTime.
 */
export async function readSettled(
  kafka: Kafka,
  from: ReadonlyMap<number, bigint>,
  { expected, since = 0, patienceMs = 10_000 }: { expected: number; since?: number; patienceMs?: number },
): Promise<Settled> {
  const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 200 });
  const durations: number[] = [];
  const seen = new Set<string>();
  let [first, last] = [Number.POSITIVE_INFINITY, 0];
  const done = Promise.withResolvers<void>();
  let silence = setTimeout(done.resolve, patienceMs * 2);
  consumer.on('consumer.group_join', () => {
    for (const [partition, offset] of from) consumer.seek({ topic: 'orders', partition, offset: String(offset) });
  });
  await consumer.connect();
  await consumer.subscribe({ topics: ['orders'], fromBeginning: false });
  await consumer.run({
    autoCommit: false,
    eachBatch: async ({ batch }) => {
      const before = seen.size;
      for (const { headers, key, value, timestamp, offset } of batch.messages) {
        if (BigInt(offset) < (from.get(batch.partition) ?? 0n)) continue;
        if (headers?.['ce_type']?.toString() !== 'order.confirmed.v1' || seen.has(String(key))) continue;
        seen.add(String(key));
        const at = Number(timestamp);
        const placedAt = Date.parse(JSON.parse(String(value)).placedAt);
        if (placedAt >= since) durations.push(at - placedAt);
        first = Math.min(first, at);
        last = Math.max(last, at);
      }
      if (seen.size === before) return;
      clearTimeout(silence);
      silence = setTimeout(done.resolve, seen.size >= expected ? 0 : patienceMs);
    },
  });
  await done.promise;
  await consumer.disconnect();
  return { count: seen.size, durations: durations.sort((a, b) => a - b), span: last - first };
}

/** The value that a part of sorted values, such as 0.95, does not exceed; NaN of none. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(sorted.length * part) - 1)] ?? Number.NaN;
}
