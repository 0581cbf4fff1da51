import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import { Kafka, logLevel, Partitioners } from 'kafkajs';
import type { Component } from '../stack/components/component.ts';
import { components } from '../stack/components/components.ts';
import type { StackPaths } from '../stack/paths.ts';
import { readSecrets } from '../stack/secrets.ts';
import { Stack } from '../stack/supervisor/stack.ts';
import { profiling } from './profile.ts';
import { position, quantile, readSettled } from './settlement.ts';
import { perThousand, type Usage, usage } from './usage.ts';
import type { Variant } from './variants.ts';

export interface Setting {
  paths: StackPaths;
  /** The program. */
  k6: string;
  /** How long each rate is offered. */
  seconds: number;
  /** Orders a second; none: the highest that is sustained is looked for. */
  rates: readonly number[];
  /** Orders that wait while the workers are stopped; 0: this is left out. */
  backlog: number;
  /** Of each kind. */
  workers: number;
  partitions: number;
  /** Where our processes leave their profiles; undefined: they are not profiled, which would slow them down. */
  profiles: string | undefined;
  say(line: string): void;
}

/** What came of a rate. Times are in milliseconds. */
export interface Trial {
  rate: number;
  accepted: number;
  settled: number;
  /** Orders that k6 could not offer in time, or that were refused, once the connections are open. */
  missed: number;
  acceptance: { p50: number; p95: number };
  settlement: { p50: number; p95: number; p99: number };
  used: [process: string, Usage][];
}

export interface Result {
  title: string;
  /** The highest rate that was sustained, and what came of it. */
  sustained: Trial | null;
  trials: Trial[];
  /** Out of a backlog; null if there was none. */
  drained: Drained | null;
}

export interface Drained {
  ordersPerSecond: number;
  used: [process: string, Usage][];
}

const slowestSettlement = 1_000;

/** A rate is sustained if nothing is missed, all of it settles, and 95 % of it within a second. */
const isSustained = ({ missed, accepted, settled, settlement }: Trial): boolean =>
  missed === 0 && settled >= accepted && settlement.p95 < slowestSettlement;

/** Starts what a variant needs, measures it and stops it. */
export async function measure(variant: Variant, setting: Setting): Promise<Result> {
  const { paths, say } = setting;
  const secrets = readSecrets(paths.secrets);
  const watcher = { changed: () => undefined, say };
  Object.assign(process.env, variant.env);
  const servers = new Stack(
    components(paths, secrets).filter(({ part }) => part === 'servers'),
    paths,
    watcher,
  );
  // A place of its own for its logs and its state, on the same ports and data.
  const apart = { ...paths, logs: `${paths.logs}-pipeline`, state: `${paths.state}-pipeline` };
  const processes = variant.components(paths, secrets).map((component) => profiled(component, setting.profiles));
  const pipeline = new Stack(several(variant, setting, processes), apart, watcher);
  const stop = async () => {
    await pipeline.stop();
    await servers.stop();
  };
  const interrupted = () => void stop().then(() => process.exit(1));
  process.once('SIGINT', interrupted);
  try {
    await servers.start();
    const kafka = new Kafka({ brokers: [`127.0.0.1:${paths.ports.kafka}`], logLevel: logLevel.NOTHING });
    await createTopics(kafka, setting.partitions);
    await pipeline.start();
    const shop = await variant.prepare(paths, secrets);
    const offer = (rate: number, seconds = setting.seconds) =>
      offerRate({ ...setting, ...shop, kafka, stacks: [servers, pipeline] }, rate, seconds);
    say('  warming up');
    await offer(50, 5);
    await offer(200, 5);
    await offer(500, 15);
    const attempt = async (rate: number) => {
      const trial = await offer(rate);
      say(`  ${told(trial)}`);
      return trial;
    };
    const trials = setting.rates.length > 0 ? await inTurn(setting.rates, attempt) : await search(attempt);
    const drained = setting.backlog > 0 ? await drain(variant, kafka, servers, pipeline, shop.products, setting) : null;
    if (drained !== null) say(`  ${drained.ordersPerSecond.toFixed(0)} orders/s out of a backlog`);
    return { title: variant.title, sustained: best(trials), trials, drained };
  } finally {
    process.off('SIGINT', interrupted);
    await stop();
    for (const name of Object.keys(variant.env)) delete process.env[name];
  }
}

/** As many of each worker as are asked for. */
function several(variant: Variant, { workers }: Setting, list: readonly Component[]): Component[] {
  return list.flatMap((component) => {
    const alone = { ...component, needs: [] };
    if (!variant.workers.includes(component.name)) return [alone];
    return Array.from({ length: workers }, (_, n): Component => {
      if (n === 0) return alone;
      const port = (component.ports[0] ?? 0) + 100 * n;
      const { file, args, env } = component.command();
      return {
        ...alone,
        name: `${component.name}-${n + 1}`,
        ports: [port],
        command: () => ({ file, args, env: { ...env, PORT: `${port}` } }),
        ready: async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok,
      };
    });
  });
}

/** With arguments for Node; of several workers the last that ends leaves its profile. */
function profiled(component: Component, folder: string | undefined): Component {
  if (folder === undefined || component.part !== 'services') return component;
  const command = () => {
    const { file, args, ...rest } = component.command();
    return { file, args: [...profiling(folder, component.name), ...args], ...rest };
  };
  return { ...component, command };
}

/** The topics of every variant; the broker notes when it stored a message. */
async function createTopics(kafka: Kafka, partitions: number): Promise<void> {
  const admin = kafka.admin();
  await admin.connect();
  await admin.createTopics({
    waitForLeaders: true,
    topics: ['orders', 'stock'].map((topic) => ({
      topic,
      numPartitions: partitions,
      configEntries: [{ name: 'message.timestamp.type', value: 'LogAppendTime' }],
    })),
  });
  await admin.disconnect();
}

/** Doubles the rate until it is not sustained, then narrows down. */
async function search(offer: (rate: number) => Promise<Trial>): Promise<Trial[]> {
  const trials: Trial[] = [];
  const attempt = async (rate: number) => {
    const trial = await offer(rate);
    trials.push(trial);
    return isSustained(trial);
  };
  let [low, high] = [0, 500];
  while (high <= 16_000 && (await attempt(high))) [low, high] = [high, high * 2];
  for (let n = 0; n < 3; n++) {
    const rate = Math.round((low + high) / 2);
    if (await attempt(rate)) low = rate;
    else high = rate;
  }
  return trials;
}

async function inTurn(rates: readonly number[], offer: (rate: number) => Promise<Trial>): Promise<Trial[]> {
  const trials: Trial[] = [];
  for (const rate of rates) trials.push(await offer(rate));
  return trials;
}

function told(trial: Trial): string {
  const { rate, accepted, settled, missed, acceptance, settlement } = trial;
  return `${rate}/s ${isSustained(trial) ? 'sustained' : 'not sustained'}: ${accepted} accepted (p95 ${acceptance.p95.toFixed(0)} ms), ${settled} settled (p95 ${settlement.p95.toFixed(0)} ms), ${missed} missed`;
}

const best = (trials: readonly Trial[]): Trial | null =>
  trials.filter(isSustained).toSorted((a, b) => b.rate - a.rate)[0] ?? null;

interface Offering extends Setting {
  products: string[];
  token: string;
  kafka: Kafka;
  stacks: readonly Stack[];
}

async function offerRate(
  { paths, k6, kafka, products, token, stacks }: Offering,
  rate: number,
  seconds: number,
): Promise<Trial> {
  const from = await position(kafka);
  const before = usage(stacks);
  const child = spawn(k6, ['run', '--quiet', '--no-usage-report', 'ops/bench/place-orders.ts'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      BASE_URL: `http://127.0.0.1:${paths.ports.frontend}`,
      RATE: `${rate}`,
      SECONDS: `${seconds}`,
      RUN: randomUUID(),
      TOKEN: token,
      PRODUCTS: JSON.stringify(products),
    },
  });
  const [summary] = (await Promise.all([json(child.stdout), once(child, 'exit')])) as [Summary, unknown];
  const { metrics, setup_data: since } = summary;
  const accepted = metrics.checks?.values.passes ?? 0;
  const missed =
    (metrics['checks{scenario:orders}']?.values.fails ?? 0) +
    (metrics['dropped_iterations{scenario:orders}']?.values.count ?? 0);
  const { count, durations } = await readSettled(kafka, from, { expected: accepted, since });
  const acceptance = metrics['http_req_duration{scenario:orders}'].values;
  return {
    rate,
    accepted,
    settled: count,
    missed,
    acceptance: { p50: acceptance['p(50)'], p95: acceptance['p(95)'] },
    settlement: { p50: quantile(durations, 0.5), p95: quantile(durations, 0.95), p99: quantile(durations, 0.99) },
    used: [...perThousand(before, usage(stacks), accepted)],
  };
}

/** k6's summary, as far as it is read here. */
interface Summary {
  setup_data: number;
  metrics: {
    checks?: { values: { passes: number } };
    'checks{scenario:orders}'?: { values: { fails: number } };
    'dropped_iterations{scenario:orders}'?: { values: { count: number } };
    'http_req_duration{scenario:orders}': { values: { 'p(50)': number; 'p(95)': number } };
  };
}

/** Stops the workers, publishes orders, starts the workers, which then settle them. */
async function drain(
  { workers, placed }: Variant,
  kafka: Kafka,
  servers: Stack,
  pipeline: Stack,
  products: readonly string[],
  { backlog }: Setting,
): Promise<Drained> {
  const stopped = pipeline.supervisors.filter(({ component }) => workers.includes(component.name.replace(/-\d+$/, '')));
  await Promise.all(stopped.map((worker) => worker.stop()));
  const from = await position(kafka);
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await producer.connect();
  for (let sent = 0; sent < backlog; sent += 500) {
    const messages = Array.from({ length: Math.min(500, backlog - sent) }, (_, n) => {
      const orderId = randomUUID();
      return { key: orderId, ...placed(orderId, products[n % products.length] ?? '') };
    });
    await producer.send({ topic: 'orders', messages });
  }
  await producer.disconnect();
  await Promise.all(stopped.map((worker) => worker.start()));
  const before = usage([servers, pipeline]);
  const { count, span } = await readSettled(kafka, from, { expected: backlog, patienceMs: 60_000 });
  if (count !== backlog) throw new Error(`${count} of ${backlog} orders came out of the backlog`);
  return {
    ordersPerSecond: (count / span) * 1_000,
    used: [...perThousand(before, usage([servers, pipeline]), backlog)],
  };
}
