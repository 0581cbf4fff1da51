import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { mersenne } from 'pure-rand/generator/mersenne';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** Pseudo-random choices: the same seed always gives the same choices. */
export class Random {
  readonly #generator: RandomGenerator;

  constructor(seed: number) {
    // Its first numbers differ with the seed. Those of faster generators depend on each other for neighboring seeds.
    this.#generator = mersenne(seed);
  }

  /** Returns an integer between two bounds, both included. */
  integer(from: number, to: number): number {
    return uniformInt(this.#generator, from, to);
  }

  /**
   * Returns one element of a list.
   * @throws {Error} for an empty list
   */
  pick<T>(list: readonly T[]): T {
    if (list.length === 0) throw new Error('cannot choose from an empty list');
    return list[this.integer(0, list.length - 1)] as T;
  }

  /** Returns true with the given probability. */
  chance(probability: number): boolean {
    return this.integer(1, 10_000) <= probability * 10_000;
  }

  /** Returns a shuffled copy of a list (Fisher and Yates). */
  shuffled<T>(list: readonly T[]): T[] {
    const left = [...list];
    return list.map(() => left.splice(this.integer(0, left.length - 1), 1)[0] as T);
  }

  /** Returns a generator for work whose number of choices varies, so that they do not change the choices made here. */
  branch(): Random {
    return new Random(this.integer(0, 0x7fffffff));
  }
}
