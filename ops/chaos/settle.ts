import { setTimeout as delay } from 'node:timers/promises';
import { findLags } from '../clients/lag.ts';
import { allSettled, changesBetween } from './check/invariants.ts';
import { readCurrentState, type State } from './check/state.ts';
import type { Journal } from './journal.ts';
import type { System } from './system.ts';

const settleWithinMs = 300_000;
/** The time without a change after which the state is final, if all messages are consumed. */
const quietForMs = 8_000;

/** Returns a signal that also aborts when settling takes longer than 5 minutes. */
export const settleLimit = (signal: AbortSignal): AbortSignal =>
  AbortSignal.any([signal, AbortSignal.timeout(settleWithinMs)]);

/**
 * Waits until all accepted orders are settled, or the state no longer changes. Returns the state.
 * @throws {Error} when the database stays unavailable
 */
export async function waitUntilSettled(system: System, journal: Journal, signal: AbortSignal): Promise<State> {
  const limit = settleLimit(signal);
  const entries = journal.read();
  let last: State | undefined;
  let lastChange = Date.now();
  for (;;) {
    await waitUntilConsumed(system, limit);
    const state = await readCurrentState(system.rootUrl).catch(() => undefined);
    if (state === undefined) {
      if (limit.aborted) throw new Error('the database is unavailable: this run cannot be checked');
    } else {
      if (allSettled(entries, state) || limit.aborted) return state;
      if (last === undefined || changesBetween(last, state).length > 0) lastChange = Date.now();
      if (Date.now() - lastChange > quietForMs) return state;
      last = state;
    }
    await delay(500);
  }
}

/** Waits until both consumer groups have committed the offsets of all messages. */
export async function waitUntilConsumed({ broker }: System, signal: AbortSignal): Promise<void> {
  const isConsumed = async () => (await findLags(broker)).length === 0;
  while (!signal.aborted && !(await isConsumed().catch(() => false))) await delay(500);
}
