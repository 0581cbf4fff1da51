import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface AttemptLimitOptions {
  /** The number of attempts that are allowed for one key within the window. */
  attempts: number;
  windowSeconds: number;
}

/** A limit on attempts. It counts in memory, so instances do not share counts. */
export class AttemptLimit {
  readonly #attempts: number;
  readonly #limiter: RateLimiterMemory;

  constructor({ attempts, windowSeconds }: AttemptLimitOptions) {
    this.#attempts = attempts;
    this.#limiter = new RateLimiterMemory({ points: attempts, duration: windowSeconds });
  }

  async add(key: string): Promise<void> {
    await this.#limiter.penalty(key);
  }

  /** Returns the seconds until the next attempt is allowed, or undefined if it is allowed now. */
  async secondsToWait(key: string): Promise<number | undefined> {
    const state = await this.#limiter.get(key);
    if (state === null || state.consumedPoints < this.#attempts) return undefined;
    return Math.max(1, Math.ceil(state.msBeforeNext / 1_000));
  }
}
