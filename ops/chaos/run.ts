import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { promisify } from 'node:util';
import { replay } from '#events/dead-letters/dead-letter.ts';
import type { DeadLetterTopic } from '#events/topics.ts';
import { isIntact } from './check/dead-letters.ts';
import { toldAgain } from './check/events.ts';
import { changed, examine, isSettled } from './check/invariants.ts';
import type { State } from './check/state.ts';
import type { Violation } from './check/violation.ts';
import { type FaultKind, faultKinds } from './faults/kinds.ts';
import { Journal } from './journal.ts';
import { Client } from './load.ts';
import { Random } from './random.ts';
import { type Planned, plan } from './schedule.ts';
import { prepareStock, type Rig } from './system.ts';
import { type Message, Topics } from './topics.ts';
import { stateNow, Watch, type Watched } from './watch.ts';

export interface RunOptions {
  rig: Rig;
  folder: string;
  seed: number;
  /** How long there are load and faults. */
  seconds: number;
  /** Orders a second. */
  rate: number;
  /** How many faults at a time. */
  atOnce: number;
  /** Which kinds; all if empty. */
  kinds: readonly string[];
  signal: AbortSignal;
  say(line: string): void;
}

/** A fault as it was: its window in milliseconds since 1970. */
export interface Done extends Planned {
  injectedAt: number;
  healedAt: number;
  /** How long it took until what was broken worked again. */
  recoveredMs: number | undefined;
  /** Why it could not be injected or healed. */
  failure?: string;
}

export interface Outcome {
  faults: Done[];
  watched: Watched;
  /** What was wrong in the end. */
  violations: Violation[];
  /** From the end of the load until all that was accepted was settled. */
  settledMs: number | undefined;
  journal: Journal;
  state: State;
}

const answersWithinMs = 60_000;
const settlesWithinMs = 300_000;
/** When nothing has happened for so long and nothing is left to be consumed, nothing will happen any more. */
const quietForMs = 8_000;

const limited = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(settlesWithinMs)]);

/** Puts a running stack under load and faults, lets it settle, and examines what has become of it. */
export async function run(options: RunOptions): Promise<Outcome> {
  const { rig, folder, seed, seconds, rate, signal, say } = options;
  const random = new Random(seed);
  const journal = new Journal(join(folder, 'journal.jsonl'));
  const products = await prepareStock(rig.rootUrl);
  await using topics = await Topics.follow(rig.kafka);
  const client = await Client.create({ shop: rig.shop, rate, products, journal, random: random.branch() });
  const kinds = faultKinds({ rig, topics, client, journal }).filter(
    ({ kind }) => options.kinds.length === 0 || options.kinds.includes(kind),
  );
  const planned = plan(kinds, { seed, seconds, atOnce: options.atOnce });

  const begin = Date.now();
  const watch = new Watch(rig.rootUrl, topics);
  const load = client.run();
  const [faults] = await Promise.all([
    carryOutAll(planned, { kinds, begin, random, signal, say }),
    delay(seconds * 1_000, undefined, { signal }).catch(() => undefined),
  ]);
  say(`${at(begin)}  the load ends, all faults are healed`);
  await client.stop(signal.aborted ? 0 : answersWithinMs);
  await load;

  const settlingSince = Date.now();
  const settle = () => settled({ rig, topics, journal, signal });
  await untilConsumed(rig, topics, limited(signal));
  // The orders that were jammed wait for it.
  await replayDeadLetters(rig);
  const state = await settle();
  const settledMs = isSettled(journal.read(), state) ? Date.now() - settlingSince : undefined;
  say(`${at(begin)}  ${settledMs === undefined ? 'not all' : 'all'} that was accepted is settled`);
  const watched = await watch.stop();
  await topics.caughtUp(limited(signal));
  const blocked = (await left(rig, topics)).map((found) => ({ invariant: 'nothing blocks a partition', found }));
  const violations = [...blocked, ...examine(journal.read(), state, topics)];

  const events = () => ['orders', 'stock'].flatMap((topic) => topics.in(topic).filter(isIntact));
  const before = new Set(events());
  const copies = await replayEverything(topics);
  const after = await settle();
  await topics.caughtUp(limited(signal));
  say(`${at(begin)}  all messages and dead letters were replayed`);
  const since = events().filter((event) => !before.has(event));
  violations.push(...changed(state, after), ...toldAgain(copies, since));
  journal.close();
  return { faults, watched, violations, settledMs, journal, state };
}

interface CarryingOut {
  kinds: readonly FaultKind[];
  begin: number;
  random: Random;
  signal: AbortSignal;
  say(line: string): void;
}

/** Each fault in its time; on a slow machine later, for what is not healed yet is left alone. */
async function carryOutAll(planned: readonly Planned[], carrying: CarryingOut): Promise<Done[]> {
  const underWay: { touches: readonly string[]; over: Promise<unknown> }[] = [];
  const faults = planned.map((fault) => {
    const kind = carrying.kinds.find((one) => one.kind === fault.kind);
    if (kind === undefined) throw new Error(`there is no fault ${fault.kind}`);
    const touches = kind.touches(fault.target);
    const before = underWay.filter((other) => other.touches.some((one) => touches.includes(one)));
    const random = carrying.random.branch();
    const over = Promise.all(before.map((other) => other.over)).then(() =>
      carryOut(fault, kind, { ...carrying, random }),
    );
    underWay.push({ touches, over });
    return over;
  });
  return (await Promise.all(faults)).filter((done) => done !== undefined);
}

/** Injects a fault when its time comes and heals it, at once when the run is called off. */
async function carryOut(
  fault: Planned,
  kind: FaultKind,
  { begin, random, signal, say }: CarryingOut,
): Promise<Done | undefined> {
  const wait = (ms: number) => delay(Math.max(0, ms), undefined, { signal }).catch(() => undefined);
  await wait(begin + fault.from - Date.now());
  if (signal.aborted) return undefined;
  const what = `${fault.kind}: ${fault.target}`;
  say(`${at(begin)}  ${what}`);
  const injectedAt = Date.now();
  const done = { ...fault, injectedAt, healedAt: injectedAt, recoveredMs: undefined };
  try {
    const heal = await kind.inject(fault.target, random);
    await wait(injectedAt + fault.until - fault.from - Date.now());
    const healedAt = Date.now();
    say(`${at(begin)}  ${what}, healed`);
    await heal();
    return { ...done, healedAt, recoveredMs: Date.now() - healedAt };
  } catch (error) {
    const failure = error instanceof Error ? error.message : String(error);
    say(`${at(begin)}  ${what}: ${failure}`);
    return { ...done, healedAt: Date.now(), failure };
  }
}

interface Settling {
  rig: Rig;
  topics: Topics;
  journal: Journal;
  signal: AbortSignal;
}

/** The state when all that was accepted is settled, or when it is not going to be. */
async function settled({ rig, topics, journal, signal }: Settling): Promise<State> {
  const limit = limited(signal);
  const entries = journal.read();
  let last: State | undefined;
  let lastChange = Date.now();
  for (;;) {
    await untilConsumed(rig, topics, limit);
    const state = await stateNow(rig.rootUrl).catch(() => undefined);
    if (state === undefined) {
      if (limit.aborted) throw new Error('the database does not answer: nothing can be said of this run');
    } else {
      if (isSettled(entries, state) || limit.aborted) return state;
      if (last === undefined || changed(last, state).length > 0) lastChange = Date.now();
      if (Date.now() - lastChange > quietForMs) return state;
      last = state;
    }
    await delay(500);
  }
}

/** The places where a group has not committed all that there is. */
function left({ members }: Rig, topics: Topics): Promise<string[]> {
  return topics.administer(async (admin) => {
    const places: string[] = [];
    for (const groupId of Object.keys(members)) {
      for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
        const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
        for (const { partition, offset } of partitions) {
          const end = Number(ends.get(partition) ?? 0);
          // A partition that nothing was committed of is at -1.
          if (Math.max(0, Number(offset)) < end)
            places.push(`${groupId} is at ${offset} of ${end} in ${topic}:${partition}`);
        }
      }
    }
    return places;
  });
}

/** Waits until both groups have committed all that there is. */
async function untilConsumed(rig: Rig, topics: Topics, signal: AbortSignal): Promise<void> {
  const isConsumed = async () => (await left(rig, topics)).length === 0;
  while (!signal.aborted && !(await isConsumed().catch(() => false))) await delay(500);
}

/** With the command that a person would use. */
async function replayDeadLetters({ brokerAddresses }: Rig): Promise<void> {
  await promisify(execFile)(process.execPath, ['ops/dlq/dlq.ts', 'replay', '--all'], {
    env: { ...process.env, KAFKA_BROKERS: brokerAddresses, OTEL_SDK_DISABLED: 'true' },
    maxBuffer: 64 * 1_024 * 1_024,
  });
}

const replayedAtMost = 20_000;

/** All dead letters once more, also those that were dealt with, and the latest of all messages. Answers these. */
async function replayEverything(topics: Topics): Promise<Message[]> {
  const letters = ['orders.dlq', 'stock.dlq'].flatMap((topic) =>
    topics
      .in(topic)
      .filter(({ headers }) => headers['dlq_resolves'] === undefined)
      .map((letter) => replayed(topic as DeadLetterTopic, letter)),
  );
  const events = ['orders', 'stock'].flatMap((topic) => topics.in(topic).slice(-replayedAtMost));
  await topics.publish([...letters, ...events]);
  return events.filter(isIntact);
}

function replayed(topic: DeadLetterTopic, { partition, offset, key, value, headers }: Message) {
  const message = {
    key: key === null ? null : Buffer.from(key),
    value,
    headers,
    offset: String(offset),
    timestamp: '',
    attributes: 0,
  };
  const outgoing = replay({ id: `${topic}:${partition}:${offset}`, topic, partition, message });
  return { topic: outgoing.topic, key, value, headers: outgoing.message.headers ?? {} };
}

export const at = (begin: number): string => `${((Date.now() - begin) / 1_000).toFixed(0).padStart(5)} s`;
