import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ask, askJson } from '../doctor/ask.ts';

/** Customers who look, order and read their orders, so that there is something to measure. */
export interface Traffic extends AsyncDisposable {
  /** Nobody comes any more, until `resume`. */
  pause(): void;
  resume(): void;
  /** How many orders were answered 202. */
  accepted(): number;
  /** What of the accepted orders is not as promised, a line each: there, once, and settled. Visits must be over. */
  broken(): Promise<string[]>;
}

interface Customer {
  account: { username: string; password: string };
  headers: { authorization: string };
  /** The orders that were answered 202. */
  accepted: Set<string>;
}

const customers = 3;
const products = ['souris-gaming', 'clavier-mecanique', 'webcam-hd'] as const;
/** Who finds as many visits under way does not come in. */
const mostUnderWay = 50;

/**
 * Lets visits begin at a rate, however slow the shop is, until the traffic is disposed of.
 * @param shop the address of the frontend
 */
export async function startTraffic(shop: string, visitsPerSecond: number): Promise<Traffic> {
  const known = await Promise.all(Array.from({ length: customers }, () => signUp(shop)));
  const ended = new AbortController();
  const underWay = new Set<Promise<void>>();
  let paused = false;
  const coming = (async () => {
    const begin = performance.now();
    for (let n = 0; !ended.signal.aborted; n++) {
      const wait = Math.max(0, begin + (n * 1_000) / visitsPerSecond - performance.now());
      await delay(wait, undefined, { signal: ended.signal }).catch(() => undefined);
      const customer = known[n % known.length];
      if (paused || ended.signal.aborted || customer === undefined || underWay.size >= mostUnderWay) continue;
      // What the shop does not answer is what the drill is about.
      const under = visit(shop, customer, n)
        .catch(() => undefined)
        .finally(() => underWay.delete(under));
      underWay.add(under);
    }
  })();
  return {
    pause: () => {
      paused = true;
    },
    resume: () => {
      paused = false;
    },
    accepted: () => known.reduce((sum, { accepted }) => sum + accepted.size, 0),
    broken: async () => {
      await Promise.all(underWay);
      return (await Promise.all(known.map((customer) => brokenOf(shop, customer)))).flat();
    },
    [Symbol.asyncDispose]: async () => {
      ended.abort();
      await coming;
      await Promise.all(underWay);
    },
  };
}

async function signUp(shop: string): Promise<Customer> {
  const account = { username: `drill-${randomUUID()}`, password: randomUUID() };
  await askJson(`${shop}/api/users`, { body: account, method: 'POST' });
  return { account, headers: await logIn(shop, account), accepted: new Set() };
}

async function logIn(shop: string, account: Customer['account']): Promise<Customer['headers']> {
  const { token } = await askJson<{ token: string }>(`${shop}/api/sessions`, { body: account, method: 'POST' });
  return { authorization: `Bearer ${token}` };
}

/** The catalogue, a product, an order, the list of orders; every sixth visitor logs in first. */
async function visit(shop: string, customer: Customer, n: number): Promise<void> {
  if (n % 6 === 0) customer.headers = await logIn(shop, customer.account).catch(() => customer.headers);
  const { headers } = customer;
  const productId = products[n % products.length];
  await ask(`${shop}/api/products`);
  await ask(`${shop}/api/products/${productId}`);
  const { status, text } = await ask(`${shop}/api/orders`, {
    method: 'POST',
    headers: { ...headers, 'idempotency-key': randomUUID() },
    body: { items: [{ productId, quantity: 1 }] },
  });
  if (status === 202) customer.accepted.add((JSON.parse(text) as { orderId: string }).orderId);
  await ask(`${shop}/api/orders?limit=5`, { headers });
}

async function brokenOf(shop: string, { headers, accepted }: Customer): Promise<string[]> {
  const found = new Map<string, string[]>();
  for (let cursor: string | null = ''; cursor !== null; ) {
    const query: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
    const page: { orders: { orderId: string; status: string }[]; nextCursor: string | null } = await askJson(
      `${shop}/api/orders?limit=100${query}`,
      { headers },
    );
    for (const { orderId, status } of page.orders) found.set(orderId, [...(found.get(orderId) ?? []), status]);
    cursor = page.nextCursor;
  }
  return [...accepted].flatMap((orderId) => {
    const [status, ...more] = found.get(orderId) ?? ['lost'];
    if (more.length > 0) return `order ${orderId} is there ${more.length + 1} times`;
    return status === 'lost' || status === 'pending' ? `order ${orderId} is ${status}` : [];
  });
}
