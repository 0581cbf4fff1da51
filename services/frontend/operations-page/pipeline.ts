import type { Backend } from '../backends/backend.ts';
import { latest, overTime, type Sample, type Series } from './prometheus.ts';

/** The time span of the charts and the step between two values, in seconds. */
const spanSeconds = 15 * 60;
const stepSeconds = 15;

/** Returns the query for the time from the request to place an order to its answer, in the API and the shop. */
const acceptance = (quantile: number) =>
  `label_replace(histogram_quantile(${quantile}, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="frontend",http_request_method="POST",http_route=~"/api/orders|/checkout"}[1m]))), "quantile", "${quantile}", "", "")`;

/** The PromQL query of each chart's curves. */
const curves = {
  placed: 'sum(orderflow_orders_placed:rate1m)',
  settled: 'sum by (status) (status:orderflow_orders_completed:rate1m)',
  acceptance: `${acceptance(0.5)} or ${acceptance(0.95)}`,
  settlement: 'max by (quantile) (orderflow_order_settlement_duration_seconds:quantile_rate1m{quantile=~"0.5|0.95"})',
  lag: 'max by (group, topic) (group_topic:orderflow_consumer_lag:max)',
} as const;

/** The PromQL queries of which only the latest values are shown. */
const current = {
  stored: 'max by (status) (status:orderflow_orders_stored:max)',
  late: 'max by (group, topic) (group_topic:orderflow_consumer_lag_duration_seconds:max)',
  members: 'max by (group) (group:orderflow_consumer_members:max)',
  deadLetters: 'sum(topic:orderflow_dead_letters_open:max)',
  known: 'group by (job) (job:orderflow_process_uptime_seconds:known)',
  living: 'count by (job) (instance:orderflow_process_uptime_seconds:living)',
  uptime: 'max by (job) (instance:orderflow_process_uptime_seconds:living)',
  dependencies: 'max by (job, dependency) (orderflow_dependency_up)',
} as const;

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

/** Sends all queries at once and returns the answers under the same names. */
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
