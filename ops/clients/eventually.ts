import { setTimeout as delay } from 'node:timers/promises';

/** The awaited value, or a description of what is still missing. */
export type Observation<T> = { found: T } | { missing: string };

/** The error of a wait that timed out. */
export class StillMissing extends Error {
  override readonly name = 'StillMissing';
  /** The description, without the time. */
  readonly missing: string;

  constructor(missing: string, seconds: number) {
    super(`${missing} after ${seconds} s`);
    this.missing = missing;
  }
}

/** The pace and the end of a wait. */
export interface Waiting {
  /** Milliseconds between two observations; 300 by default. */
  everyMs?: number;
  /** Ends the wait with an AbortError. */
  signal?: AbortSignal;
}

/**
 * Observes repeatedly until nothing is missing, and returns the found value.
 * @throws {StillMissing} after `seconds`
 */
export async function eventually<T>(
  seconds: number,
  observe: () => Promise<Observation<T>>,
  { everyMs = 300, signal }: Waiting = {},
): Promise<T> {
  const deadline = performance.now() + seconds * 1_000;
  for (;;) {
    const observation = await observe();
    if ('found' in observation) return observation.found;
    if (performance.now() > deadline) throw new StillMissing(observation.missing, seconds);
    await delay(everyMs, undefined, { signal });
  }
}
