import { type Broker, withAdmin } from './broker.ts';
import { partitionKey } from './topics.ts';

/** The messages of a partition from the offset `start` up to, but not including, the offset `end`. */
export interface OffsetRange {
  /** The full name of the topic. */
  topic: string;
  partition: number;
  start: bigint;
  end: bigint;
}

/**
 * Returns the range of each partition of these topics, up to the end that it has now.
 * @param since the range starts with the first message after this time, instead of the first that Kafka still keeps
 */
export function currentRanges(broker: Broker, topics: readonly string[], since?: Date): Promise<OffsetRange[]> {
  return withAdmin(broker, async (admin) => {
    const ranges = topics.map(broker.fullName).map(async (topic): Promise<OffsetRange[]> => {
      const offsets = await admin.fetchTopicOffsets(topic);
      const starts = since && (await admin.fetchTopicOffsetsByTimestamp(topic, since.getTime()));
      return offsets.map(({ partition, low, high }) => {
        const start = starts?.find((position) => position.partition === partition)?.offset ?? low;
        return { topic, partition, start: BigInt(start), end: BigInt(high) };
      });
    });
    return (await Promise.all(ranges)).flat();
  });
}

/** The ranges that a reader has not reached the end of. */
export class UnreadRanges {
  readonly #ends: Map<string, bigint>;

  constructor(ranges: readonly OffsetRange[]) {
    const unread = ranges.filter(({ start, end }) => start < end);
    this.#ends = new Map(unread.map((range) => [partitionKey(range), range.end]));
  }

  get isEmpty(): boolean {
    return this.#ends.size === 0;
  }

  /** Records that a partition was read up to and including an offset. */
  markRead(partition: { topic: string; partition: number }, lastOffset: string): void {
    const key = partitionKey(partition);
    const end = this.#ends.get(key);
    if (end !== undefined && BigInt(lastOffset) + 1n >= end) this.#ends.delete(key);
  }
}
