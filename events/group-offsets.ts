import type { Consumer, EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import { UncommittedOffsets } from './offsets.ts';
import { partitionKey } from './topics.ts';

const commitAfterMs = 100;

interface Options {
  /** False for a group that starts at the same offsets each time, and so commits none. */
  commit: boolean;
  /** The offsets to start at instead of the committed ones. */
  startAt: readonly TopicPartitionOffset[];
}

/** The offsets of a group member: those at which it starts, and those that it commits. */
export class GroupOffsets {
  readonly #consumer: Consumer;
  readonly #keepsOffsets: boolean;
  readonly #uncommitted: UncommittedOffsets;
  /** The next offset of each partition in `startAt`. */
  readonly #positions: Map<string, TopicPartitionOffset>;

  constructor(consumer: Consumer, { commit, startAt }: Options) {
    this.#consumer = consumer;
    this.#keepsOffsets = commit;
    this.#uncommitted = new UncommittedOffsets((offsets) => consumer.commitOffsets(offsets), {
      afterMs: commitAfterMs,
    });
    this.#positions = new Map(startAt.map((position) => [partitionKey(position), position]));
  }

  /** Returns the payload of a batch with a `resolveOffset` that also keeps the offset here. */
  track(payload: EachBatchPayload): EachBatchPayload {
    const { topic, partition } = payload.batch;
    return {
      ...payload,
      resolveOffset: (offset) => {
        payload.resolveOffset(offset);
        const next = { topic, partition, offset: String(BigInt(offset) + 1n) };
        if (this.#keepsOffsets) this.#uncommitted.add(next);
        if (this.#positions.has(partitionKey(next))) this.#positions.set(partitionKey(next), next);
      },
    };
  }

  /** Commits the offsets of a batch immediately, without waiting for other partitions. */
  async commitBatch(payload: EachBatchPayload): Promise<void> {
    if (this.#keepsOffsets) await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
  }

  /**
   * Prepares for the partitions of a new assignment. Seeks at every join: without a committed offset a partition would
   * begin at its end, and messages that arrived during an outage would be missed.
   */
  restart(): void {
    this.discard();
    for (const position of this.#positions.values()) this.#consumer.seek(position);
  }

  commit(): Promise<void> {
    return this.#uncommitted.commit();
  }

  discard(): void {
    this.#uncommitted.discard();
  }
}
