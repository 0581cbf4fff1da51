// loadtest/shop.ts: the script that k6 runs; `npm run load -- <profile>`
import { sleep } from 'k6';
import exec from 'k6/execution';
import { readCounts } from './counts.ts';
import { type Customer, signUp } from './customer.ts';
import { listOrders } from './list-orders.ts';
import { follow, type Item, order, orderAgain, orderBrokenJson } from './order.ts';
import { outcomeOf, reportOutcome } from './outcome.ts';
import { browse, lookAt } from './products.ts';
import { isClean, reconcile } from './reconcile.ts';
import { readRun } from './run.ts';

const run = readRun(__ENV);
export const { options } = run;

/** The data that setup() passes to every visit. */
interface Shop {
  /** Distinguishes the accounts and orders of this run from those of other runs. */
  runId: string;
  customers: Customer[];
  productIds: string[];
}

/** Creates the accounts of this run, and chooses products with enough stock for the whole run. */
export function setup(): Shop {
  const productIds = browse().flatMap(({ id, available }) => (available >= 10_000 ? [id] : []));
  if (productIds.length === 0)
    throw new Error('no product has a stock of 10,000 or more: check that BASE_URL is the demo shop');
  const runId = `load-${Date.now().toString(36)}-${Math.floor(Math.random() * 1e6).toString(36)}`;
  const count = Math.min(20, Math.max(3, Math.ceil(run.rate ?? 20)));
  return { runId, productIds, customers: Array.from({ length: count }, (_, n) => signUp(`${runId}-${n}`)) };
}

/** Makes one visit: the product list, a product, an order. */
export function visit(shop: Shop): void {
  browse();
  const { customer, items, key } = choose(shop);
  lookAt(items[0]?.productId ?? '');
  const orderId = order(customer, items, key);
  if (orderId === undefined) return;
  if (chance(0.05)) orderAgain(customer, items, key, orderId);
  if (chance(0.1)) follow(customer, orderId);
}

/** Makes one visit with pauses between the requests. One order in ten is invalid JSON. */
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

/** Reads the server's order lists until every accepted order exists and is settled, or the time is up. */
export function teardown({ customers }: Shop): void {
  const deadline = Date.now() + Number(__ENV['SETTLE_SECONDS'] || 60) * 1_000;
  for (let wait = 0.5; ; wait = Math.min(5, wait * 2)) {
    // Wait before the first check too: k6 updates its counts shortly after the last visit.
    sleep(wait);
    const found = customers.flatMap(listOrders);
    const counts = readCounts();
    const verdict = reconcile(counts, found);
    if (isClean(verdict) || Date.now() > deadline) {
      reportOutcome(found, { ...outcomeOf(found), accepted: counts.accepted, verdict });
      return;
    }
  }
}

/** Chooses a customer, up to three products and the idempotency key of the next order. */
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

/** Returns true with the given probability. */
const chance = (share: number): boolean => Math.random() < share;
