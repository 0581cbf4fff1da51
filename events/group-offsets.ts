import type { Attributes } from '@opentelemetry/api';
import type { Consumer, EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import { recordCommit } from './consumption.ts';
import { UncommittedOffsets } from './offsets.ts';
import { partitionKey } from './topics.ts';

const commitAfterMs = 100;

interface Options {
  /** Returns the attributes of the spans of the member. */
  attributes(): Attributes;
  /** False for a group that starts at the same offsets each time, and so commits none. */
  commit: boolean;
  /** The offsets to start at instead of the committed ones. */
  startAt: readonly TopicPartitionOffset[];
}

/** The offsets of a group member: those at which it starts, and those that it commits. */
export class GroupOffsets {
  readonly #consumer: Consumer;
  readonly #attributes: () => Attributes;
  readonly #keepsOffsets: boolean;
  readonly #uncommitted: UncommittedOffsets;
  /** The next offset of each partition in `startAt`. */
  readonly #positions: Map<string, TopicPartitionOffset>;

  constructor(consumer: Consumer, { attributes, commit, startAt }: Options) {
    this.#consumer = consumer;
    this.#attributes = attributes;
    this.#keepsOffsets = commit;
    const commitOffsets = (offsets: TopicPartitionOffset[]) =>
      recordCommit(attributes(), offsets, () => consumer.commitOffsets(offsets));
    this.#uncommitted = new UncommittedOffsets(commitOffsets, { afterMs: commitAfterMs });
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
    if (!this.#keepsOffsets) return;
    const uncommitted = payload.uncommittedOffsets();
    const offsets = uncommitted.topics.flatMap(({ topic, partitions }) =>
      partitions.map((partition) => ({ topic, ...partition })),
    );
    if (offsets.length === 0) return;
    await recordCommit(this.#attributes(), offsets, () => payload.commitOffsetsIfNecessary(uncommitted));
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
