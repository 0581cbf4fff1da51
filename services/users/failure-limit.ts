import { RateLimiterMemory } from 'rate-limiter-flexible';

export interface FailureLimitOptions {
  /** The number of failures that one username and client address may make within the window. */
  failures: number;
  windowSeconds: number;
}

/** A limit on failed logins. It counts in memory, so instances do not share counts. */
export class FailureLimit {
  readonly #failures: number;
  readonly #limiter: RateLimiterMemory;

  constructor({ failures, windowSeconds }: FailureLimitOptions) {
    this.#failures = failures;
    this.#limiter = new RateLimiterMemory({ points: failures, duration: windowSeconds });
  }

  async addFailure(key: string): Promise<void> {
    await this.#limiter.penalty(key);
  }

  /** Returns the seconds until the next login is allowed, or undefined if it is allowed now. */
  async secondsToWait(key: string): Promise<number | undefined> {
    const state = await this.#limiter.get(key);
    if (state === null || state.consumedPoints < this.#failures) return undefined;
    return Math.ceil(state.msBeforeNext / 1_000);
  }
}
