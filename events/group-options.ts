import type { ConsumerConfig, EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import type { AnyTopic } from './topics.ts';
import type { Poll } from './trace.ts';

/** A batch that a member received, with its `poll` span. */
export interface PolledBatch extends EachBatchPayload {
  poll: Poll;
}

/** This process as a member of a consumer group. */
export interface GroupMember {
  /**
   * Checks that this process is a member of the group.
   * @throws {Error} unless this process is a member of the group now
   */
  joined(): Promise<void>;
  /** Finishes the current chunk, leaves the group and disconnects. */
  close(): Promise<void>;
}

export interface GroupOptions<T extends AnyTopic> {
  group: string;
  topics: readonly T[];
  /** The start of a group without committed offsets: the first message of each topic, or the next one. */
  fromBeginning: boolean;
  /** The offsets at which the only member of a group starts instead, by the full names of the topics. */
  startAt?: readonly TopicPartitionOffset[];
  /** False for a group that starts at the same offsets each time. */
  commit?: boolean;
  /**
   * The size or time up to which the broker collects messages for a fetch (by default it responds with the first message),
   * and the size at which it stops (a single message may be larger).
   */
  fetch?: Pick<ConsumerConfig, 'minBytes' | 'maxBytes' | 'maxBytesPerPartition' | 'maxWaitTimeInMs'>;
  /** Is called each time that this process has joined the group. Must not throw. */
  onJoin?(): void;
  /**
   * Receives the messages of a batch, in the context of its `poll` span. A batch without messages only moves the offset: they
   * were compacted or aborted.
   */
  eachBatch(topic: T, batch: PolledBatch): Promise<void>;
}
