import type { Heal } from './fault.ts';

/** Repeats work until the returned function is called, which rejects if the work has failed. */
export function repeatUntilHealed(work: (signal: AbortSignal) => Promise<void>): Heal {
  const healed = new AbortController();
  const repeat = async () => {
    while (!healed.signal.aborted) await work(healed.signal);
  };
  const repeating = repeat();
  // The error is reported when the fault is healed; until then it must not count as unhandled.
  repeating.catch(() => undefined);
  return () => {
    healed.abort();
    return repeating;
  };
}
