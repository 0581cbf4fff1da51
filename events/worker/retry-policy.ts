import { isUnavailable } from '#platform/database/unavailable.ts';
import { Poison } from '../poison.ts';

/**
 * The kinds of errors while messages are handled, each with its treatment:
 * - `poison`: the message can never be handled, so it is dead-lettered immediately;
 * - `unavailable`: the database is unavailable, full or busy, or another transaction holds a lock. This says nothing about
 *   the message, so it is retried without limit;
 * - `unknown`: the message or a coincidence may be the cause, so it is retried a few times and then dead-lettered.
 */
export type ErrorKind = 'poison' | 'unavailable' | 'unknown';

/** Returns the kind of an error that a handler or its database threw. */
export function classify(error: unknown): ErrorKind {
  if (error instanceof Poison) return 'poison';
  return isUnavailable(error) ? 'unavailable' : 'unknown';
}

export const triesBeforeDeadLetter = 5;

/** Returns the milliseconds to wait before the next attempt: exponential with jitter, at most 5 s. */
export function backoff(attempt: number, random = Math.random): number {
  return Math.min(5_000, 100 * 2 ** (attempt - 1)) * (0.5 + random() / 2);
}
