import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Choices that look random and are the same for the same seed. */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    this.#generator = xoroshiro128plus(seed);
  }

  /** Both bounds included. */
  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /** @throws {Error} for an empty list */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('there is nothing to choose from');
    return list[this.integer(0, list.length - 1)] as T;
  }

  chance(share: number): boolean {
    return this.integer(1, 10_000) <= share * 10_000;
  }

  /** The list in another order (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.integer(0, left.length - 1), 1)[0] as T);
  }

  /** A generator of its own, for work whose number of choices must not change those made here. */
  branch(): Random {
    return new Random(this.integer(0, 0x7fffffff));
  }
}
