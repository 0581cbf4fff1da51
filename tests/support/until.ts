import { setTimeout as delay } from 'node:timers/promises';

/**
 * Calls `ask` repeatedly until it returns a value, and returns the value. An error counts as no value yet.
 * @param what the awaited state, as the failure message names it: `the order is confirmed`
 * @param ask returns undefined or false while there is no value
 * @param within the time limit in seconds; far longer than the wait usually takes, so that tests pass on slow machines
 * @throws {Error} with what is missing, and the last error of `ask` as its cause
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  within = 120,
): Promise<T> {
  const deadline = performance.now() + within * 1_000;
  let cause: unknown;
  do {
    try {
      const answer = await ask();
      if (answer !== undefined && answer !== false) return answer;
      cause = undefined;
    } catch (error) {
      cause = error;
    }
    await delay(50);
  } while (performance.now() < deadline);
  throw new Error(`not within ${within} s: ${what}`, { cause });
}
