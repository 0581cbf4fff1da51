import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { describeLag, findLags } from '../clients/lag.ts';
import { writersAreRefused } from './check/access.ts';
import { replayedIsRepublished } from './check/events.ts';
import { allSettled, changesBetween, checkInvariants } from './check/invariants.ts';
import { isIntact } from './check/poison.ts';
import type { State } from './check/state.ts';
import type { Violation } from './check/violation.ts';
import { elapsed } from './elapsed.ts';
import { faultKinds } from './faults/kinds.ts';
import { type InjectedFault, injectAll } from './inject.ts';
import { Journal } from './journal.ts';
import { Load } from './load.ts';
import { countMoments, type Moment } from './moments/moments.ts';
import { readRecords } from './moments/records.ts';
import { countLogged } from './moments/worker-logs.ts';
import { Random } from './random.ts';
import { replayDeadLetters, replayEverything } from './replay.ts';
import { scheduleFaults } from './schedule.ts';
import { settleLimit, waitUntilConsumed, waitUntilSettled } from './settle.ts';
import { prepareStock } from './stock.ts';
import type { System } from './system.ts';
import { Topics } from './topics.ts';
import { rollBothWays } from './versions/roll.ts';
import { Watch, type WatchResult } from './watch.ts';

/** The options of a run. */
export interface RunOptions {
  system: System;
  folder: string;
  seed: number;
  /** The duration of load and faults, in seconds. */
  seconds: number;
  /** The number of orders per second. */
  rate: number;
  /** The maximum number of concurrent faults. */
  atOnce: number;
  /** The turns of each kind of fault in a round. Other kinds are not injected. */
  turns: Readonly<Record<string, number>>;
  /** True to upgrade and downgrade every process instead of injecting faults. */
  rolls?: boolean;
  signal: AbortSignal;
  say(line: string): void;
}

/** The outcome of a run. */
export interface Outcome {
  faults: InjectedFault[];
  watched: WatchResult;
  /** The violations found after the run. */
  violations: Violation[];
  /** The time from the end of the load until all accepted orders were settled; undefined if some never were. */
  settledMs: number | undefined;
  journal: Journal;
  state: State;
  /** The moments that matter, and how often the run met them. */
  moments: Moment[];
}

const answersWithinMs = 60_000;

/** Puts a running system under load and faults, waits until it settles, and checks its invariants. */
export async function run(options: RunOptions): Promise<Outcome> {
  const { system, folder, seed, seconds, rate, turns, signal, say } = options;
  const random = new Random(seed);
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const products = await prepareStock(system.rootUrl);
  await using topics = await Topics.follow(system.broker);
  const load = await Load.create({ shop: system.shop, rate, products, journal, random: random.branch() });
  const kinds = faultKinds({ system, topics, load, journal }).filter(({ kind }) => turns[kind] !== undefined);
  const schedule = scheduleFaults(kinds, { seed, seconds, atOnce: options.atOnce, turns });

  const begin = Date.now();
  const watch = new Watch(system.rootUrl, topics);
  const loading = load.run();
  const [faults] = await Promise.all([
    options.rolls && system.versions !== undefined
      ? rollBothWays({ system, versions: system.versions, begin, signal, say })
      : injectAll(schedule, { kinds, begin, random, signal, say }),
    delay(seconds * 1_000, undefined, { signal }).catch(() => undefined),
  ]);
  say(`${elapsed(begin)}  the load ends, all faults are healed`);
  await load.stop(signal.aborted ? 0 : answersWithinMs);
  await loading;

  const settlingSince = Date.now();
  await waitUntilConsumed(system, settleLimit(signal));
  // Jammed orders settle only after their dead letters are replayed.
  await replayDeadLetters(system);
  const state = await waitUntilSettled(system, journal, signal);
  const settledMs = allSettled(journal.read(), state) ? Date.now() - settlingSince : undefined;
  say(`${elapsed(begin)}  ${settledMs === undefined ? 'not all' : 'all'} accepted orders are settled`);
  const watched = await watch.stop();
  await topics.caughtUp(settleLimit(signal));
  const lags = (await findLags(system.broker)).map((lag) => ({
    invariant: 'nothing blocks a partition',
    found: describeLag(lag),
  }));
  const violations = [...lags, ...checkInvariants(journal.read(), state, topics)];
  const moments = await findMoments(options, { topics, journal, state, faults });
  violations.push(...(await checkReplay(options, topics, journal, state)));
  violations.push(...(await writersAreRefused(system)));
  say(`${elapsed(begin)}  all messages and dead letters were replayed`);
  journal.close();
  return { faults, watched, violations, settledMs, journal, state, moments };
}

/** Counts the moments of a run, before the final replay repeats every message. */
async function findMoments(
  { system }: RunOptions,
  { topics, journal, state, faults }: Pick<Outcome, 'journal' | 'state' | 'faults'> & { topics: Topics },
): Promise<Moment[]> {
  return countMoments({
    messages: topics.all(),
    refused: journal.read().filter((entry) => entry.kind === 'refused-poison'),
    records: await readRecords(system.rootUrl),
    state,
    faults,
    logged: await countLogged(system.paths.logs, Object.values(system.workers).flat()),
  });
}

/** Replays everything. Returns the changes that the replay caused, and the events that it did not publish again. */
async function checkReplay(
  { system, signal }: RunOptions,
  topics: Topics,
  journal: Journal,
  before: State,
): Promise<Violation[]> {
  const known = new Set(topics.events().filter(isIntact));
  const replayed = await replayEverything(system, topics);
  const after = await waitUntilSettled(system, journal, signal);
  await topics.caughtUp(settleLimit(signal));
  const published = topics.events().filter((event) => isIntact(event) && !known.has(event));
  return [...changesBetween(before, after), ...replayedIsRepublished(replayed, published)];
}
