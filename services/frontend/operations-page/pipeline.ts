import type { Backend } from '../backends/backend.ts';
import { latest, overTime, type Sample, type Series } from './prometheus.ts';
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

/** A kind of process, with all its replicas. */
export interface Process {
  name: string;
  /** The number of running replicas; 0 if the process is down. */
  instances: number;
  uptimeSeconds: number | undefined;
  dependencies: readonly { name: string; up: boolean }[];
}

/** The state of the pipeline according to Prometheus. Rates are per second, durations in seconds. */
export interface Pipeline {
  /** The times of the values of every curve, in seconds since the epoch. */
  times: readonly number[];
  curves: Readonly<Record<keyof typeof curves, readonly Series[]>>;
  /** Orders in the database, by status. */
  stored: ReadonlyMap<string, number>;
  deadLetters: number | undefined;
  groups: readonly Group[];
  processes: readonly Process[];
}

/**
 * Reads the state of the pipeline from Prometheus.
 * @throws {Problem} 503 if Prometheus is unavailable
 */
export async function readPipeline(prometheus: Backend, now = Date.now()): Promise<Pipeline> {
  const end = Math.floor(now / 1_000 / stepSeconds) * stepSeconds;
  const times = Array.from({ length: spanSeconds / stepSeconds + 1 }, (_, n) => end - spanSeconds + n * stepSeconds);
  const [drawn, latestSamples] = await Promise.all([
    askAll(curves, (query) => overTime(prometheus, query, times)),
    askAll(current, (query) => latest(prometheus, query)),
  ]);
  return {
    times,
    curves: drawn,
    stored: new Map(latestSamples.stored.map(({ labels, value }) => [labels['status'] ?? '', value])),
    deadLetters: latestSamples.deadLetters[0]?.value,
    groups: groupsOf(drawn.lag, latestSamples),
    processes: processesOf(latestSamples),
  };
}

/** Sends all queries concurrently and returns the responses under the same names. */
async function askAll<K extends string, T>(
  queries: Readonly<Record<K, string>>,
  ask: (query: string) => Promise<T>,
): Promise<Record<K, T>> {
  const names = Object.keys(queries) as K[];
  const answers = await Promise.all(names.map(async (name) => [name, await ask(queries[name])] as const));
  return Object.fromEntries(answers) as Record<K, T>;
}

type Current = Readonly<Record<keyof typeof current, readonly Sample[]>>;

const valueIn = (samples: readonly Sample[], wanted: Readonly<Record<string, string | undefined>>) =>
  samples.find(({ labels }) => Object.entries(wanted).every(([name, value]) => labels[name] === value))?.value;

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

function processesOf({ known, living, uptime, dependencies }: Current): Process[] {
  const names = new Set([...known, ...living].map(({ labels }) => labels['job'] ?? ''));
  return [...names].toSorted().map((name) => {
    const instances = valueIn(living, { job: name }) ?? 0;
    // Prometheus keeps the last values of a process for two minutes after the process has stopped.
    const reported = instances === 0 ? [] : dependencies.filter(({ labels }) => labels['job'] === name);
    return {
      name,
      instances,
      uptimeSeconds: valueIn(uptime, { job: name }),
      dependencies: reported.map(({ labels, value }) => ({ name: labels['dependency'] ?? '', up: value === 1 })),
    };
  });
}
