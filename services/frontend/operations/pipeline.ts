import type { Backend } from '../backends/backend.ts';
import { latest, overTime, type Sample, type Series } from './prometheus.ts';

/** How far back the charts look, and how fine, in seconds. */
const spanSeconds = 15 * 60;
const stepSeconds = 15;

/** From the request to place an order to its answer, through the API and the shop. */
const acceptance = (quantile: number) =>
  `label_replace(histogram_quantile(${quantile}, sum by (le) (rate(http_server_request_duration_seconds_bucket{job="frontend",http_request_method="POST",http_route=~"/api/orders|/checkout"}[1m]))), "quantile", "${quantile}", "", "")`;

/** What the charts draw. */
const curves = {
  placed: 'sum(orderflow_orders_placed:rate1m)',
  settled: 'sum by (status) (status:orderflow_orders_completed:rate1m)',
  acceptance: `${acceptance(0.5)} or ${acceptance(0.95)}`,
  settlement: 'max by (quantile) (orderflow_order_settlement_duration_seconds:quantile_rate1m{quantile=~"0.5|0.95"})',
  lag: 'max by (group, topic) (group_topic:orderflow_consumer_lag:max)',
} as const;

/** What is told as it is now. */
const state = {
  stored: 'max by (status) (status:orderflow_orders_stored:max)',
  late: 'max by (group, topic) (group_topic:orderflow_consumer_lag_duration_seconds:max)',
  members: 'max by (group) (group:orderflow_consumer_members:max)',
  deadLetters: 'sum(topic:orderflow_dead_letters_open:max)',
  known: 'group by (job) (job:orderflow_process_uptime_seconds:known)',
  living: 'count by (job) (instance:orderflow_process_uptime_seconds:living)',
  uptime: 'max by (job) (instance:orderflow_process_uptime_seconds:living)',
  dependencies: 'max by (job, dependency) (orderflow_dependency_up)',
} as const;

/** How a consumer group is doing with a topic. */
export interface Group {
  group: string;
  topic: string;
  /** Messages that it has not read yet, and how long the oldest has been there, in seconds. */
  lag: number;
  lateSeconds: number | undefined;
  members: number | undefined;
}

export interface Process {
  name: string;
  /** How many of it live; none when it is down. */
  instances: number;
  uptimeSeconds: number | undefined;
  dependencies: readonly { name: string; up: boolean }[];
}

/** What Prometheus knows of the pipeline. Rates are per second, durations in seconds. */
export interface Pipeline {
  /** Of the values of each curve, in seconds since the epoch. */
  times: readonly number[];
  curves: Readonly<Record<keyof typeof curves, readonly Series[]>>;
  /** Orders in the database, by status. */
  stored: ReadonlyMap<string, number>;
  deadLetters: number | undefined;
  groups: readonly Group[];
  processes: readonly Process[];
}

/** @throws {Problem} 503 when Prometheus is away */
export async function readPipeline(prometheus: Backend, now = Date.now()): Promise<Pipeline> {
  const end = Math.floor(now / 1_000 / stepSeconds) * stepSeconds;
  const times = Array.from({ length: spanSeconds / stepSeconds + 1 }, (_, n) => end - spanSeconds + n * stepSeconds);
  const [drawn, told] = await Promise.all([
    each(curves, (query) => overTime(prometheus, query, times)),
    each(state, (query) => latest(prometheus, query)),
  ]);
  return {
    times,
    curves: drawn,
    stored: new Map(told.stored.map(({ labels, value }) => [labels['status'] ?? '', value])),
    deadLetters: told.deadLetters[0]?.value,
    groups: groupsOf(drawn.lag, told),
    processes: processesOf(told),
  };
}

async function each<K extends string, T>(
  queries: Readonly<Record<K, string>>,
  ask: (query: string) => Promise<T>,
): Promise<Record<K, T>> {
  const names = Object.keys(queries) as K[];
  const answers = await Promise.all(names.map(async (name) => [name, await ask(queries[name])] as const));
  return Object.fromEntries(answers) as Record<K, T>;
}

type Told = Readonly<Record<keyof typeof state, readonly Sample[]>>;

const valueIn = (samples: readonly Sample[], wanted: Readonly<Record<string, string | undefined>>) =>
  samples.find(({ labels }) => Object.entries(wanted).every(([name, value]) => labels[name] === value))?.value;

function groupsOf(lag: readonly Series[], { late, members }: Told): Group[] {
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

function processesOf({ known, living, uptime, dependencies }: Told): Process[] {
  const names = new Set([...known, ...living].map(({ labels }) => labels['job'] ?? ''));
  return [...names].toSorted().map((name) => {
    const instances = valueIn(living, { job: name }) ?? 0;
    // A process that is gone leaves what it told last behind for two minutes.
    const told = instances === 0 ? [] : dependencies.filter(({ labels }) => labels['job'] === name);
    return {
      name,
      instances,
      uptimeSeconds: valueIn(uptime, { job: name }),
      dependencies: told.map(({ labels, value }) => ({ name: labels['dependency'] ?? '', up: value === 1 })),
    };
  });
}
