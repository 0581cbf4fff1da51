import { logger } from '#telemetry/logger.ts';
import type { Backend } from '../backends/backend.ts';
import { type Objective, objectivesOf } from './objectives.ts';
import { type Process, processesOf } from './processes.ts';
import { latest, overTime, type Sample, type Series, valueIn } from './prometheus.ts';
import { current, curves } from './queries.ts';

/** The time span of the charts and the step between two values, in seconds. */
const spanSeconds = 15 * 60;
const stepSeconds = 15;

/** The progress of a consumer group in a topic. */
export interface Group {
  group: string;
  topic: string;
  /** The number of unread messages. */
  lag: number;
  /** The age of the oldest unread message. */
  lateSeconds: number | undefined;
  members: number | undefined;
}

/**
 * The state of the pipeline according to Prometheus. Rates are per second, durations in seconds. A part whose query failed
 * is undefined; the others are still present.
 */
export interface Pipeline {
  /** The times of the values of every curve, in seconds since the epoch. */
  times: readonly number[];
  curves: Readonly<Record<keyof typeof curves, readonly Series[] | undefined>>;
  /** Orders in the database, by status. */
  stored: ReadonlyMap<string, number> | undefined;
  /** The age of the oldest pending order. */
  pendingAgeSeconds: number | undefined;
  deadLetters: number | undefined;
  groups: readonly Group[] | undefined;
  processes: readonly Process[] | undefined;
  objectives: readonly Objective[] | undefined;
}

/**
 * Reads the state of the pipeline from Prometheus.
 * @throws {Problem} 503 if Prometheus answers none of the queries
 */
export async function readPipeline(prometheus: Backend, now = Date.now()): Promise<Pipeline> {
  const end = Math.floor(now / 1_000 / stepSeconds) * stepSeconds;
  const times = Array.from({ length: spanSeconds / stepSeconds + 1 }, (_, n) => end - spanSeconds + n * stepSeconds);
  const [drawn, samples] = await Promise.all([
    askAll(curves, (query) => overTime(prometheus, query, times)),
    askAll(current, (query) => latest(prometheus, query)),
  ]);
  const failed = [...Object.values(drawn), ...Object.values(samples)].filter(({ error }) => error !== undefined);
  if (failed.length === Object.keys({ ...curves, ...current }).length) throw failed[0]?.error;
  for (const { name, error } of failed) logger.warn('query of the operations page failed', { name, error });
  return {
    times,
    curves: resultsOf(drawn),
    ...partsOf(resultsOf(drawn), resultsOf(samples)),
  };
}

export type Current = Readonly<Record<keyof typeof current, readonly Sample[] | undefined>>;

function partsOf(drawn: Pipeline['curves'], samples: Current): Omit<Pipeline, 'times' | 'curves'> {
  const { stored, pendingAge, deadLetters } = samples;
  return {
    stored: stored && new Map(stored.map(({ labels, value }) => [labels['status'] ?? '', value])),
    pendingAgeSeconds: pendingAge?.[0]?.value,
    deadLetters: deadLetters?.[0]?.value,
    groups: drawn.lag && groupsOf(drawn.lag, samples),
    processes: processesOf(samples),
    objectives: objectivesOf(samples),
  };
}

interface Answer<T> {
  name: string;
  result?: T;
  error?: unknown;
}

/** Sends all queries concurrently and returns the responses under the same names. */
async function askAll<K extends string, T>(
  queries: Readonly<Record<K, string>>,
  ask: (query: string) => Promise<T>,
): Promise<Record<K, Answer<T>>> {
  const names = Object.keys(queries) as K[];
  const answers = names.map(async (name): Promise<[K, Answer<T>]> => {
    const answer = await ask(queries[name]).then(
      (result) => ({ name, result }),
      (error: unknown) => ({ name, error }),
    );
    return [name, answer];
  });
  return Object.fromEntries(await Promise.all(answers)) as Record<K, Answer<T>>;
}

const resultsOf = <K extends string, T>(answers: Readonly<Record<K, Answer<T>>>): Record<K, T | undefined> =>
  Object.fromEntries(Object.entries<Answer<T>>(answers).map(([name, { result }]) => [name, result])) as Record<
    K,
    T | undefined
  >;

function groupsOf(lag: readonly Series[], { late, members }: Current): Group[] {
  return lag
    .map(({ labels: { group = '', topic = '' }, values }) => ({
      group,
      topic,
      lag: values.findLast((value) => value !== null) ?? 0,
      lateSeconds: valueIn(late, { group, topic }),
      members: valueIn(members, { group }),
    }))
    .toSorted((one, other) => `${one.group} ${one.topic}`.localeCompare(`${other.group} ${other.topic}`));
}
