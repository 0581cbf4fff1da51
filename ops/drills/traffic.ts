import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { Customer } from '../clients/customer.ts';
import { requestFrom, type Shop } from '../clients/shop.ts';

/** Customers who browse the products, place orders and read their orders, so that there is something to measure. */
export interface Traffic extends AsyncDisposable {
  /** Starts no more visits until `resume`. */
  pause(): void;
  resume(): void;
  /** The number of accepted orders (202). */
  accepted(): number;
  /** Waits for the running visits, and returns a line for each accepted order that is lost, duplicated or pending. */
  brokenOrders(): Promise<string[]>;
}

interface Visitor {
  customer: Customer;
  /** The accepted orders (202). */
  accepted: Set<string>;
}

const visitorCount = 3;
const products = ['souris-gaming', 'clavier-mecanique', 'webcam-hd'] as const;
/** The maximum number of concurrent visits; further visits are skipped. */
const maxVisits = 50;

/**
 * Starts visits at a constant rate, however slow the shop is, until the traffic is disposed of.
 * @param url the address of the frontend
 */
export async function startTraffic(url: string, visitsPerSecond: number): Promise<Traffic> {
  const shop = { url };
  const visitors = await Promise.all(Array.from({ length: visitorCount }, () => signUp(shop)));
  const ended = new AbortController();
  const running = new Set<Promise<void>>();
  let paused = false;
  const startVisits = async () => {
    const begin = performance.now();
    for (let n = 0; !ended.signal.aborted; n++) {
      const wait = Math.max(0, begin + (n * 1_000) / visitsPerSecond - performance.now());
      await delay(wait, undefined, { signal: ended.signal }).catch(() => undefined);
      const visitor = visitors[n % visitors.length];
      if (paused || ended.signal.aborted || visitor === undefined || running.size >= maxVisits) continue;
      // Failed requests are expected: the shop has a fault during a drill.
      const current = visit(shop, visitor, n)
        .catch(() => undefined)
        .finally(() => running.delete(current));
      running.add(current);
    }
  };
  const starting = startVisits();
  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    accepted: () => visitors.reduce((sum, { accepted }) => sum + accepted.size, 0),
    brokenOrders: async () => {
      await Promise.all(running);
      return (await Promise.all(visitors.map(brokenOrdersOf))).flat();
    },
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await starting;
      await Promise.all(running);
    },
  };
}

async function signUp(shop: Shop): Promise<Visitor> {
  const account = { username: `drill-${randomUUID()}`, password: randomUUID() };
  return { customer: await Customer.signUp(shop, account), accepted: new Set() };
}

/** Requests the products, one product, an order and the list of orders; every sixth visit signs in first. */
async function visit(shop: Shop, { customer, accepted }: Visitor, n: number): Promise<void> {
  if (n % 6 === 0) await customer.signInAgain().catch(() => undefined);
  const productId = products[n % products.length] ?? products[0];
  await requestFrom(shop, '/api/products');
  await requestFrom(shop, `/api/products/${productId}`);
  const { status, text } = await customer.requestOrder([{ productId, quantity: 1 }]);
  if (status === 202) accepted.add((JSON.parse(text) as { orderId: string }).orderId);
  await customer.listOrders(5);
}

async function brokenOrdersOf({ customer, accepted }: Visitor): Promise<string[]> {
  const found = new Map<string, string[]>();
  for (let cursor: string | null | undefined; cursor !== null; ) {
    const page = await customer.listOrders(100, cursor);
    for (const { orderId, status } of page.orders) found.set(orderId, [...(found.get(orderId) ?? []), status]);
    cursor = page.nextCursor;
  }
  return [...accepted].flatMap((orderId) => {
    const [status, ...more] = found.get(orderId) ?? ['lost'];
    if (more.length > 0) return `order ${orderId} exists ${more.length + 1} times`;
    return status === 'lost' || status === 'pending' ? `order ${orderId} is ${status}` : [];
  });
}
