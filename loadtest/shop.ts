// loadtest/shop.ts: the script that k6 runs; `npm run load -- <profile>`
import { sleep } from 'k6';
import exec from 'k6/execution';
import { Counter, Rate, Trend } from 'k6/metrics';
import {
  browse,
  type Customer,
  counted,
  follow,
  type Item,
  listOrders,
  lookAt,
  type Order,
  order,
  orderAgain,
  orderBrokenJson,
  signUp,
} from './customer.ts';
import { note, type Outcome } from './journal.ts';
import { readRun } from './profiles.ts';
import { isClean, reconcile } from './reconcile.ts';
import { describe, describeSlow } from './report.ts';

const run = readRun(__ENV);
export const { options } = run;

const missing = new Counter('orders_missing');
const unexpected = new Counter('orders_unexpected');
const unsettled = new Counter('orders_unsettled');
const rejected = new Rate('orders_rejected');
/** From when the order was placed until it was settled, by the server's own clock. */
const settlementDuration = new Trend('order_settlement_duration', true);

interface Shop {
  /** Tells this run's accounts and orders from those of others. */
  runId: string;
  customers: Customer[];
  productIds: string[];
}

/** Accounts of this run's own, a password hash each; and the products that it can't sell out. */
export function setup(): Shop {
  const productIds = browse().flatMap(({ id, available }) => (available >= 10_000 ? [id] : []));
  if (productIds.length === 0)
    throw new Error('no product is there in plenty (10,000 or more): is this the demo shop?');
  const runId = `load-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
  const count = Math.min(20, Math.max(3, Math.ceil(run.rate ?? 20)));
  return { runId, productIds, customers: Array.from({ length: count }, (_, n) => signUp(`${runId}-${n}`)) };
}

/** One visit: the catalogue, a product, an order. */
export function visit(shop: Shop): void {
  browse();
  const { customer, items, key } = choose(shop);
  lookAt(items[0]?.productId ?? '');
  const orderId = order(customer, items, key);
  if (orderId === undefined) return;
  if (chance(0.05)) orderAgain(customer, items, key, orderId);
  if (chance(0.1)) follow(customer, orderId);
}

/** A visit of someone who takes their time. One order in ten is no JSON. */
export function takeTime(shop: Shop): void {
  const { customer, items, key } = choose(shop);
  browse();
  sleep(0.3);
  lookAt(items[0]?.productId ?? '');
  sleep(0.3);
  if (chance(0.1)) orderBrokenJson(customer, key);
  else {
    const orderId = order(customer, items, key);
    if (orderId !== undefined) follow(customer, orderId);
  }
  sleep(0.3);
}

/** Looks at the server's lists until every accepted order is there and settled, or it has taken too long. */
export function teardown({ customers }: Shop): void {
  const deadline = Date.now() + Number(__ENV['SETTLE_SECONDS'] || 60) * 1_000;
  for (let wait = 0.5; ; wait = Math.min(5, wait * 2)) {
    // Also the first time: k6 counts what a visit did some moments after it.
    sleep(wait);
    const found = customers.flatMap(listOrders);
    const placed = counted();
    const verdict = reconcile(placed, found);
    if (isClean(verdict) || Date.now() > deadline) {
      conclude(found, { ...outcomeOf(found), accepted: placed.accepted, verdict });
      return;
    }
  }
}

function conclude(found: readonly Order[], outcome: Outcome): void {
  missing.add(outcome.verdict.missing);
  unexpected.add(outcome.verdict.unexpected);
  unsettled.add(outcome.verdict.unsettled);
  for (const one of found) {
    if (one.status === 'pending') continue;
    settlementDuration.add(settlementMs(one));
    rejected.add(one.status === 'rejected');
  }
  note({ found: found.map(({ orderId, status }) => ({ orderId, status })) });
  note({ outcome });
  if (__ENV['JOURNAL'] === 'true') return;
  for (const line of [...describe(outcome), ...describeSlow(outcome.slowest)]) console.log(line);
}

function outcomeOf(found: readonly Order[]): Pick<Outcome, 'settled' | 'slowest'> {
  const settled: Record<string, number> = {};
  for (const { status } of found) settled[status] = (settled[status] ?? 0) + 1;
  const slowest = found
    .flatMap((one) =>
      one.traceId === null || one.status === 'pending'
        ? []
        : [{ name: 'settle', ms: settlementMs(one), traceId: one.traceId }],
    )
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5);
  return { settled, slowest };
}

const settlementMs = ({ history }: Order): number =>
  Date.parse(history[1]?.at ?? '') - Date.parse(history[0]?.at ?? '');

function choose({ runId, customers, productIds }: Shop): { customer: Customer; items: Item[]; key: string } {
  const n = exec.scenario.iterationInTest;
  const customer = customers[n % customers.length];
  if (customer === undefined) throw new Error('there are no customers');
  const first = Math.floor(Math.random() * productIds.length);
  const length = Math.min(productIds.length, 1 + Math.floor(Math.random() * 3));
  const items = Array.from({ length }, (_, i) => ({
    productId: productIds[(first + i) % productIds.length] ?? '',
    quantity: chance(0.8) ? 1 : 2,
  }));
  return { customer, items, key: `${runId}-${n}` };
}

const chance = (share: number): boolean => Math.random() < share;
