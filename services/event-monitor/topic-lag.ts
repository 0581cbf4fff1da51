import type { Admin } from 'kafkajs';
import { DeletedUnread } from './deleted-unread.ts';
import { OldestUnread } from './oldest-unread.ts';

/** The distance of a group from the end of a topic. */
export interface Lag {
  /** The number of messages that the group has not read. */
  messages: number;
  /** The age of the oldest of them in seconds. */
  seconds: number;
  /** The number of messages that Kafka has deleted before the group read them, since this process started. */
  deletedUnread: number;
}

/** Measures the lag of a group on a topic. */
export class TopicLag {
  readonly #admin: Admin;
  readonly #topic: string;
  readonly #oldest = new OldestUnread();
  readonly #deleted = new DeletedUnread();

  /** @param topic the full name of the topic */
  constructor(admin: Admin, topic: string) {
    this.#admin = admin;
    this.#topic = topic;
  }

  /** @param committed the offset by partition up to which the group has read; -1 if it has not committed any */
  async measure(committed: ReadonlyMap<number, number>): Promise<Lag> {
    const offsets = await this.#admin.fetchTopicOffsets(this.#topic);
    const now = Date.now();
    const partitions = offsets.map(({ partition, low, high }) => {
      const offset = committed.get(partition) ?? -1;
      this.#deleted.observe(partition, offset, Number(low));
      return { partition, next: Math.max(offset, Number(low)), end: Number(high) };
    });
    return {
      messages: partitions.reduce((sum, { next, end }) => sum + Math.max(0, end - next), 0),
      seconds: await this.#oldest.age(partitions, now, this.#firstSince),
      deletedUnread: this.#deleted.total,
    };
  }

  readonly #firstSince = async (time: number): Promise<Map<number, number>> => {
    const offsets = await this.#admin.fetchTopicOffsetsByTimestamp(this.#topic, time);
    return new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
  };
}
