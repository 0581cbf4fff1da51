/** A partition, and how far a group has read it. */
export interface ReadPartition {
  partition: number;
  /** The offset of the first message that the group has not read. */
  next: number;
  /** The offset after the last message. */
  end: number;
}

/** Returns the offset of the first message of each partition that is not older than a time (milliseconds since 1970). */
export type FirstSince = (time: number) => Promise<ReadonlyMap<number, number>>;

/**
 * The oldest message of a topic that a group has not read. Kafka is asked for offsets by time instead of for the message:
 * that needs no right to read events, and skips whatever else takes offsets, such as the ends of transactions. The broker
 * sets the time of each message (topics.ts), so no producer can falsify it.
 */
export class OldestUnread {
  /** The time of the oldest unread message while the group stays at these positions. */
  #known: { positions: string; time: number } | undefined;

  /** Returns the age of the oldest unread message in seconds; 0 if it is younger than a second or there is none. */
  async age(partitions: readonly ReadPartition[], now: number, firstSince: FirstSince): Promise<number> {
    const unread = partitions.filter(({ next, end }) => next < end);
    const positions = partitions.map(({ next }) => next).join();
    if (unread.length === 0) this.#known = undefined;
    else if (this.#known?.positions !== positions) {
      const isOneOlderThan = async (ageMs: number) => {
        const first = await firstSince(now - ageMs);
        return unread.some(({ partition, next }) => (first.get(partition) ?? 0) > next);
      };
      const ageMs = await findAge(now, isOneOlderThan);
      this.#known = ageMs > 0 ? { positions, time: now - ageMs } : undefined;
    }
    return this.#known === undefined ? 0 : (now - this.#known.time) / 1_000;
  }
}

const steps = 6;

/**
 * Finds the age at which `isOneOlderThan` becomes false, at most 2 % too low. Ages double until one is too high: 20 questions
 * for seven days, and one for an age below a second.
 */
async function findAge(maxMs: number, isOneOlderThan: (ageMs: number) => Promise<boolean>): Promise<number> {
  let low = 0;
  let high = 1_000;
  while (high < maxMs && (await isOneOlderThan(high))) [low, high] = [high, 2 * high];
  if (low === 0) return 0;
  for (let step = 0; step < steps; step++) {
    const middle = (low + high) / 2;
    if (await isOneOlderThan(Math.round(middle))) low = middle;
    else high = middle;
  }
  return low;
}
