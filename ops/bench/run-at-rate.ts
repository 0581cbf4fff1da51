import { spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { json } from 'node:stream/consumers';
import type { Broker } from '#events/broker.ts';
import { endOf } from '../clients/topic-reader.ts';
import type { Stack } from '../stack/supervisor/stack.ts';
import type { RateRun } from './rate-run.ts';
import { quantile, readSettlement } from './settlement.ts';
import { perThousand, usage } from './usage.ts';

/** The shop that receives the orders, and the stacks whose usage is measured. */
export interface MeasuredShop {
  /** The path of the k6 program. */
  k6: string;
  /** The address of the frontend. */
  url: string;
  token: string;
  products: readonly string[];
  broker: Broker;
  stacks: readonly Stack[];
}

/** The part of k6's summary that is used. */
interface Summary {
  /** The time when the measured phase began, in milliseconds since 1970. */
  setup_data: number;
  metrics: {
    checks?: { values: { passes: number } };
    'checks{scenario:orders}'?: { values: { fails: number } };
    'dropped_iterations{scenario:orders}'?: { values: { count: number } };
    'http_req_duration{scenario:orders}': { values: { 'p(50)': number; 'p(95)': number } };
  };
}

/** Places orders at a constant rate, and returns how fast they were accepted and settled. */
export async function runAtRate(shop: MeasuredShop, rate: number, seconds: number): Promise<RateRun> {
  const { broker, stacks } = shop;
  const from = await endOf(broker, ['orders']);
  const before = usage(stacks);
  const { metrics, setup_data: since } = await runK6(shop, rate, seconds);
  const accepted = metrics.checks?.values.passes ?? 0;
  const missed =
    (metrics['checks{scenario:orders}']?.values.fails ?? 0) +
    (metrics['dropped_iterations{scenario:orders}']?.values.count ?? 0);
  const { count, durations } = await readSettlement(broker, from, { expected: accepted, since });
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

async function runK6({ k6, url, token, products }: MeasuredShop, rate: number, seconds: number): Promise<Summary> {
  const child = spawn(k6, ['run', '--quiet', '--no-usage-report', 'ops/bench/place-orders.ts'], {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: {
      ...process.env,
      BASE_URL: url,
      RATE: `${rate}`,
      SECONDS: `${seconds}`,
      RUN: randomUUID(),
      TOKEN: token,
      PRODUCTS: JSON.stringify(products),
    },
  });
  const [summary] = await Promise.all([json(child.stdout), once(child, 'exit')]);
  return summary as Summary;
}
