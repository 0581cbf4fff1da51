import { isUnavailable } from '#platform/database/unavailable.ts';
import { Poison } from '../poison.ts';

/**
 * What to do about an error of a handler:
 * - `poison`: the message can never be processed: dead letter at once;
 * - `unavailable`: a database that is away, full or busy, or a lock that another transaction holds, says nothing about
 *   the message: wait, and try again for ever;
 * - `unknown`: may be the message, may be chance: try a few times, then dead letter.
 */
export type Failure = 'poison' | 'unavailable' | 'unknown';

export function classify(error: unknown): Failure {
  if (error instanceof Poison) return 'poison';
  return isUnavailable(error) ? 'unavailable' : 'unknown';
}

export const triesBeforeDeadLetter = 5;

/** How long to wait before the next try, in milliseconds: exponential, with jitter, up to 5 s. */
export function backoff(attempt: number, random = Math.random): number {
  return Math.min(5_000, 100 * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}
