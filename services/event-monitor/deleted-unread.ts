/** Counts the messages of a topic that Kafka deleted before a group read them. */
export class DeletedUnread {
  #total = 0;
  /** The offset up to which the deleted messages of each partition are counted. */
  readonly #countedUpTo = new Map<number, number>();

  /** The number of messages that were deleted. Every offset counts, so aborted messages do, too. */
  get total(): number {
    return this.#total;
  }

  /**
   * Counts what was deleted from a partition since the last call.
   * @param committed the offset up to which the group has read; -1 if it has not committed any
   * @param first the offset of the first message that Kafka still has
   */
  observe(partition: number, committed: number, first: number): void {
    const from = Math.max(committed, this.#countedUpTo.get(partition) ?? 0);
    if (committed < 0 || first <= from) return;
    this.#total += first - from;
    this.#countedUpTo.set(partition, first);
  }
}
