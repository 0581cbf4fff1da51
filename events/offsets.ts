import type { TopicPartitionOffset } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { partitionKey } from './topics.ts';

const retryMs = 2_000;

/**
 * The offsets that a group member has yet to commit. They are committed for all partitions together, a moment after the
 * work: at high rates a request for each batch of each partition would be most of the broker's work. Messages whose
 * offset is not committed when a process dies are redelivered and recognized.
 */
export class UncommittedOffsets {
  readonly #commitOffsets: (offsets: TopicPartitionOffset[]) => Promise<void>;
  readonly #afterMs: number;
  readonly #offsets = new Map<string, TopicPartitionOffset>();
  #timer: NodeJS.Timeout | undefined;

  /**
   * @param commitOffsets sends one request
   * @param afterMs the time that offsets wait for others to share their request
   */
  constructor(commitOffsets: (offsets: TopicPartitionOffset[]) => Promise<void>, { afterMs }: { afterMs: number }) {
    this.#commitOffsets = commitOffsets;
    this.#afterMs = afterMs;
  }

  /** Adds the offset of the next message of a partition: all messages before it are handled. */
  add(offset: TopicPartitionOffset): void {
    this.#offsets.set(partitionKey(offset), offset);
    this.#commitAfter(this.#afterMs);
  }

  /** Commits all offsets now. If this fails, they are kept and tried again later. */
  async commit(): Promise<void> {
    this.#clearTimer();
    const offsets = new Map(this.#offsets);
    if (offsets.size === 0) return;
    try {
      await this.#commitOffsets([...offsets.values()]);
      // An offset that was added during the request stays.
      for (const [key, offset] of offsets) if (this.#offsets.get(key) === offset) this.#offsets.delete(key);
    } catch (error) {
      logger.warn('offset commit failed, retrying', {
        event: 'messaging.settle.exception',
        partitions: offsets.size,
        error,
      });
      this.#commitAfter(retryMs);
    }
  }

  /** Drops all offsets: after a rebalance the partitions may belong to another member. */
  discard(): void {
    this.#clearTimer();
    this.#offsets.clear();
  }

  #commitAfter(milliseconds: number): void {
    if (this.#offsets.size > 0) this.#timer ??= setTimeout(() => void this.commit(), milliseconds);
  }

  #clearTimer(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
  }
}
