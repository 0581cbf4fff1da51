import type { KafkaMessage } from 'kafkajs';
import { type DeadLetterTopic, partitionKey } from '../topics.ts';
import { deadLetterId } from './dead-letter.ts';
import { type DeadLetterSummary, isForeign, summarize } from './describe.ts';
import { OffsetSet } from './offset-set.ts';
import type { Position } from './position.ts';
import { resolvedOffset } from './resolved-offset.ts';

/** The open dead letters of a partition. */
interface Partition {
  topic: DeadLetterTopic;
  partition: number;
  open: OffsetSet;
  /** Those that another program has written. */
  foreign: OffsetSet;
  /** The offset after the last message that was applied. */
  next: number;
}

/**
 * The dead letters that are neither replayed nor discarded: the offsets of all, and summaries of the newest. It holds no
 * messages, so that its memory is bounded.
 */
export class OpenDeadLetters {
  readonly #partitions = new Map<string, Partition>();
  readonly #newest = new Map<string, DeadLetterSummary>();
  readonly #maxListed: number;

  /** @param maxListed the number of summaries to keep */
  constructor(maxListed: number) {
    this.#maxListed = maxListed;
  }

  /**
   * Applies the next message of a partition. The message is a dead letter, or the resolution of an earlier dead letter
   * in the same partition.
   */
  apply(topic: DeadLetterTopic, partition: number, message: KafkaMessage): void {
    const state = this.#partition(topic, partition);
    state.next = Number(message.offset) + 1;
    const resolved = resolvedOffset(message);
    if (resolved !== undefined) this.delete({ topic, partition, offset: String(resolved) });
    else this.#add(state, message);
  }

  has({ topic, partition, offset }: Position): boolean {
    return this.#partitions.get(partitionKey({ topic, partition }))?.open.has(Number(offset)) ?? false;
  }

  delete({ topic, partition, offset }: Position): void {
    const found = this.#partitions.get(partitionKey({ topic, partition }));
    found?.open.delete(Number(offset));
    found?.foreign.delete(Number(offset));
    this.#newest.delete(deadLetterId(topic, partition, offset));
  }

  /** Returns summaries of the newest open dead letters, the oldest of them first. */
  list(): DeadLetterSummary[] {
    return [...this.#newest.values()];
  }

  /** Returns the number of open dead letters in a topic, or in all. */
  count(topic?: DeadLetterTopic): number {
    return this.#sum(topic, ({ open }) => open);
  }

  /** Returns the number of open dead letters in a topic that another program has written. */
  countForeign(topic: DeadLetterTopic): number {
    return this.#sum(topic, ({ foreign }) => foreign);
  }

  /** Returns the offset in a partition before which no message is an open dead letter. */
  resolvedBefore(partition: Pick<Position, 'topic' | 'partition'>): number {
    const found = this.#partitions.get(partitionKey(partition));
    return found?.open.first() ?? found?.next ?? 0;
  }

  #partition(topic: DeadLetterTopic, partition: number): Partition {
    const key = partitionKey({ topic, partition });
    const found = this.#partitions.get(key);
    if (found !== undefined) return found;
    const created = { topic, partition, open: new OffsetSet(), foreign: new OffsetSet(), next: 0 };
    this.#partitions.set(key, created);
    return created;
  }

  #add({ topic, partition, open, foreign }: Partition, message: KafkaMessage): void {
    open.add(Number(message.offset));
    if (isForeign(topic, message)) foreign.add(Number(message.offset));
    if (this.#maxListed === 0) return;
    const id = deadLetterId(topic, partition, message.offset);
    this.#newest.set(id, summarize({ id, topic, partition, message }));
    const [oldest] = this.#newest.keys();
    if (this.#newest.size > this.#maxListed && oldest !== undefined) this.#newest.delete(oldest);
  }

  #sum(topic: DeadLetterTopic | undefined, offsets: (partition: Partition) => OffsetSet): number {
    return [...this.#partitions.values()]
      .filter((partition) => topic === undefined || partition.topic === topic)
      .reduce((total, partition) => total + offsets(partition).size, 0);
  }
}
