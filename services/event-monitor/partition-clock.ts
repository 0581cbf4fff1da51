/** How many measurements of a partition are remembered: with one in 2 s, the last half hour. */
const remembered = 900;

/**
 * How far a consumer is behind a partition in time. Kafka tells offsets only, so the end of the partition is remembered
 * as it grows: a consumer that has read up to an offset is as late as the time since the partition went past it.
 */
export class PartitionClock {
  readonly #ends: { offset: number; at: number }[] = [];

  /** Notes where the partition ends at a time (milliseconds). */
  observe(offset: number, at: number): void {
    if (this.#ends.at(-1)?.offset === offset) return;
    this.#ends.push({ offset, at });
    if (this.#ends.length > remembered) this.#ends.shift();
  }

  /** Seconds since the partition went past `committed`, the next offset to be read; 0 for a consumer that has read all. */
  secondsBehind(committed: number, now: number): number {
    const passed = this.#ends.find(({ offset }) => offset > committed);
    return passed === undefined ? 0 : (now - passed.at) / 1_000;
  }
}
