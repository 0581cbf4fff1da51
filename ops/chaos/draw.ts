import { Random } from './random.ts';

/** What differs between the runs of two seeds, besides the times of the faults. */
export interface Draw {
  /** The maximum number of messages that a worker handles together. */
  chunkSize: number;
  /** The kinds of faults. */
  kinds: readonly string[];
}

/** The share of the kinds that a short run has. A long run has all of them, because it must meet every moment. */
const shareOfShortRun = 0.7;

/**
 * Draws the setting of a seed.
 * @param kinds the kinds to choose from
 */
export function draw(seed: number, kinds: readonly string[], isLong: boolean): Draw {
  const random = new Random(seed).branch();
  const chunkSize = random.pick([1, 3, 20, 100]);
  const count = isLong ? kinds.length : Math.ceil(kinds.length * shareOfShortRun);
  return { chunkSize, kinds: random.shuffled(kinds).slice(0, count) };
}
