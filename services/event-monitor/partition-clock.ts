/** The number of measurements to keep for a partition: half an hour, with one measurement in 2 s. */
const keptMeasurements = 900;

/**
 * A record of how a partition grew, from which the lag of a consumer in seconds is computed. Kafka reports offsets only.
 * The lag is the time since the partition grew past the offset of the consumer.
 */
export class PartitionClock {
  readonly #ends: { offset: number; at: number }[] = [];

  /** Records the end offset of the partition at a time (milliseconds). */
  observe(offset: number, at: number): void {
    if (this.#ends.at(-1)?.offset === offset) return;
    this.#ends.push({ offset, at });
    if (this.#ends.length > keptMeasurements) this.#ends.shift();
  }

  /**
   * Returns the seconds since the partition grew past an offset, or 0 if the consumer has read all messages.
   * @param committed the next offset that the consumer reads
   */
  secondsBehind(committed: number, now: number): number {
    const passed = this.#ends.find(({ offset }) => offset > committed);
    return passed === undefined ? 0 : (now - passed.at) / 1_000;
  }
}
