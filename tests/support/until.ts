import { setTimeout as delay } from 'node:timers/promises';

/**
 * Asks again and again until there is an answer, and returns it. An error counts as no answer yet.
 * @param what the awaited state, as the failure names it: `the order is confirmed`
 * @param ask returns undefined or false while there is no answer
 * @param within seconds to wait; far more than it takes, so that a slow machine fails nothing
 * @throws {Error} with what is missing, and the last error of `ask` as its cause
 */
export async function until<T>(
  what: string,
  ask: () => T | undefined | false | Promise<T | undefined | false>,
  within = 60,
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
