import { setTimeout as delay } from 'node:timers/promises';
import { type Connection, createConnection } from 'mysql2/promise';
import { isIntact } from './check/dead-letters.ts';
import { toldIsTrue } from './check/events.ts';
import { historyIsPath } from './check/orders.ts';
import { readState, type State } from './check/state.ts';
import { oneLineEach, reservationsAreCovered, stockIsExplained } from './check/stock.ts';
import type { Violation } from './check/violation.ts';
import type { Message, Topics } from './topics.ts';

/** The share of the time that watching may take. */
const busyShare = 0.15;
const leastPauseMs = 500;

export interface Watched {
  violations: Violation[];
  /** How often all of it was looked at. */
  looks: number;
  /** How often the database did not answer. */
  misses: number;
}

/** Looks again and again, while faults last, at what must be so at any moment. */
export class Watch {
  readonly #rootUrl: string;
  readonly #topics: Topics;
  readonly #found = new Map<string, Violation>();
  readonly #stopped = new AbortController();
  /** How many messages of each topic were seen to be true. */
  readonly #seen = new Map<string, number>();
  readonly #watching: Promise<void>;
  #looks = 0;
  #misses = 0;

  constructor(rootUrl: string, topics: Topics) {
    this.#rootUrl = rootUrl;
    this.#topics = topics;
    this.#watching = this.#watch();
  }

  async stop(): Promise<Watched> {
    this.#stopped.abort();
    await this.#watching;
    return { violations: [...this.#found.values()], looks: this.#looks, misses: this.#misses };
  }

  async #watch(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const begin = performance.now();
      try {
        await this.#look();
        this.#looks++;
      } catch {
        // The database is away, which is what the run is about.
        this.#misses++;
      }
      const busy = performance.now() - begin;
      await delay(Math.max(leastPauseMs, busy / busyShare - busy), undefined, { signal }).catch(() => undefined);
    }
  }

  async #look(): Promise<void> {
    const events = ['orders', 'stock'].flatMap((topic) => this.#unseen(topic));
    const state = await stateNow(this.#rootUrl);
    const found = [
      ...stockIsExplained(state),
      ...oneLineEach(state),
      ...reservationsAreCovered(state),
      ...historyIsPath(state),
      ...toldIsTrue(events.filter(isIntact), state),
    ];
    for (const { topic } of events) this.#seen.set(topic, (this.#seen.get(topic) ?? 0) + 1);
    for (const violation of found) this.#found.set(JSON.stringify(violation), violation);
  }

  #unseen(topic: string): readonly Message[] {
    return this.#topics.in(topic).slice(this.#seen.get(topic) ?? 0);
  }
}

const answerWithinMs = 20_000;

/** What the databases say, on a connection of its own. A server that hangs does not answer. */
export async function stateNow(rootUrl: string): Promise<State> {
  const database: Connection = await createConnection({ uri: rootUrl, timezone: 'Z', connectTimeout: 2_000 });
  const { promise: late, reject } = Promise.withResolvers<never>();
  const giveUp = setTimeout(() => reject(new Error('the database does not answer')), answerWithinMs);
  try {
    return await Promise.race([readState(database), late]);
  } finally {
    clearTimeout(giveUp);
    database.destroy();
  }
}
