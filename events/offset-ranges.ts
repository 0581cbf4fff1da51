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

export type Partition = Pick<OffsetRange, 'topic' | 'partition'>;

/**
 * Returns the range of each partition of these topics, up to the end that it has now: the last stable offset, before
 * which every transaction has ended.
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

/** The parts of ranges that a reader has not read yet. */
export class UnreadRanges {
  readonly #ranges: Map<string, OffsetRange>;

  constructor(ranges: readonly OffsetRange[]) {
    const unread = ranges.filter(({ start, end }) => start < end);
    this.#ranges = new Map(unread.map((range) => [partitionKey(range), { ...range }]));
  }

  get isEmpty(): boolean {
    return this.#ranges.size === 0;
  }

  list(): OffsetRange[] {
    return [...this.#ranges.values()];
  }

  has(partition: Partition): boolean {
    return this.#ranges.has(partitionKey(partition));
  }

  includes(partition: Partition, offset: string): boolean {
    const range = this.#ranges.get(partitionKey(partition));
    return range !== undefined && range.start <= BigInt(offset) && BigInt(offset) < range.end;
  }

  /** Records that a partition was read up to and including an offset. */
  markRead(partition: Partition, lastOffset: string): void {
    this.#narrow(partition, BigInt(lastOffset) + 1n);
  }

  /** Gives up what Kafka no longer has, because it was deleted or its log was cut. */
  limitTo(current: readonly OffsetRange[]): void {
    for (const { start, end, ...partition } of current) this.#narrow(partition, start, end);
  }

  #narrow(partition: Partition, start: bigint, end?: bigint): void {
    const key = partitionKey(partition);
    const range = this.#ranges.get(key);
    if (range === undefined) return;
    if (start > range.start) range.start = start;
    if (end !== undefined && end < range.end) range.end = end;
    if (range.start >= range.end) this.#ranges.delete(key);
  }
}
