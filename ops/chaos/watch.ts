import { setTimeout as delay } from 'node:timers/promises';
import { publishedIsStored } from './check/events.ts';
import { historyIsValid } from './check/orders.ts';
import { isIntact } from './check/poison.ts';
import { readCurrentState } from './check/state.ts';
import { ledgerRowsAreUnique, reservationsMatchLedger, stockMatchesLedger } from './check/stock.ts';
import type { Violation } from './check/violation.ts';
import type { Message, Topics } from './topics.ts';

/** The largest share of the time that checks may take. */
const busyShare = 0.15;
const leastPauseMs = 500;

/** The violations of a run, and the number of checks. */
export interface WatchResult {
  violations: Violation[];
  /** The number of completed checks. */
  checks: number;
  /** The number of checks that failed because the database was unavailable. */
  failedChecks: number;
}

/** A repeated check, while faults last, of the invariants that hold at any moment. */
export class Watch {
  readonly #rootUrl: string;
  readonly #topics: Topics;
  readonly #found = new Map<string, Violation>();
  readonly #stopped = new AbortController();
  /** The number of checked messages of each topic. */
  readonly #checked = new Map<string, number>();
  readonly #watching: Promise<void>;
  #checks = 0;
  #failedChecks = 0;

  constructor(rootUrl: string, topics: Topics) {
    this.#rootUrl = rootUrl;
    this.#topics = topics;
    this.#watching = this.#watch();
  }

  async stop(): Promise<WatchResult> {
    this.#stopped.abort();
    await this.#watching;
    return { violations: [...this.#found.values()], checks: this.#checks, failedChecks: this.#failedChecks };
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const begin = performance.now();
      try {
        await this.#check();
        this.#checks++;
      } catch {
        // Faults make the database unavailable for a while.
        this.#failedChecks++;
      }
      const busy = performance.now() - begin;
      await delay(Math.max(leastPauseMs, busy / busyShare - busy), undefined, { signal }).catch(() => undefined);
    }
  }

  async #check(): Promise<void> {
    const events = ['orders', 'stock'].flatMap((topic) => this.#unchecked(topic));
    const state = await readCurrentState(this.#rootUrl);
    const found = [
      ...stockMatchesLedger(state),
      ...ledgerRowsAreUnique(state),
      ...reservationsMatchLedger(state),
      ...historyIsValid(state),
      ...publishedIsStored(events.filter(isIntact), state),
    ];
    for (const { topic } of events) this.#checked.set(topic, (this.#checked.get(topic) ?? 0) + 1);
    for (const violation of found) this.#found.set(JSON.stringify(violation), violation);
  }

  #unchecked(topic: string): readonly Message[] {
    return this.#topics.in(topic).slice(this.#checked.get(topic) ?? 0);
  }
}
