import { randomBytes, randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';

export interface Item {
  productId: string;
  quantity: number;
}

const accepted = z.object({ orderId: z.uuid(), traceId: z.string().nullable() });
export type Accepted = z.infer<typeof accepted>;

const order = z.object({
  status: z.enum(['pending', 'confirmed', 'rejected', 'cancelled']),
  totalCents: z.int().nullable(),
  reason: z.string().nullable(),
  history: z.array(z.object({ status: z.string(), at: z.iso.datetime() })),
});
export type Order = z.infer<typeof order>;

export interface Account {
  username: string;
  password: string;
}

/** A customer of the shop with an account of its own. */
export class Customer {
  /** What to log in with. */
  readonly account: Account;
  readonly #shop: string;
  readonly #id: string;
  readonly #token: string;
  readonly #signal: AbortSignal;

  private constructor(shop: string, account: Account, id: string, token: string, signal: AbortSignal) {
    this.account = account;
    this.#shop = shop;
    this.#id = id;
    this.#token = token;
    this.#signal = signal;
  }

  static async signUp(shop: string, signal: AbortSignal): Promise<Customer> {
    const account = { username: `demo-${randomBytes(4).toString('hex')}`, password: randomBytes(6).toString('hex') };
    await call(new URL('/api/users', shop), { body: account, signal });
    const session = await call(new URL('/api/sessions', shop), { body: account, signal });
    const { token, user } = z
      .object({ token: z.string(), user: z.object({ id: z.uuid() }) })
      .parse(await session.json());
    return new Customer(shop, account, user.id, token, signal);
  }

  /** The id that an order with this key will have: the shop makes it of the customer and the key. */
  orderId(key: string): string {
    return uuidv5(key, this.#id);
  }

  async place(items: readonly Item[], key: string = randomUUID()): Promise<Accepted> {
    const response = await this.#send('/api/orders', { body: { items }, headers: { 'idempotency-key': key } });
    return accepted.parse(await response.json());
  }

  async cancel(orderId: string): Promise<void> {
    await this.#send(`/api/orders/${orderId}/cancellation`, { method: 'POST' });
  }

  /** Follows the order's live events until it is settled: then the shop ends them. */
  async settled(orderId: string): Promise<Order> {
    await (await this.#send(`/api/orders/${orderId}/events`)).text();
    return this.order(orderId);
  }

  async order(orderId: string): Promise<Order> {
    return order.parse(await (await this.#send(`/api/orders/${orderId}`)).json());
  }

  #send(path: string, request: Request = {}): Promise<Response> {
    const headers = { ...request.headers, authorization: `Bearer ${this.#token}` };
    return call(new URL(path, this.#shop), { ...request, headers, signal: this.#signal });
  }
}

interface Request {
  method?: string;
  /** Sent as JSON. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** @throws {Error} for any answer but 2xx */
async function call(url: URL, { body, headers, ...rest }: Request): Promise<Response> {
  const response = await fetch(url, {
    method: body === undefined ? 'GET' : 'POST',
    ...rest,
    headers: { ...(body !== undefined && { 'content-type': 'application/json' }), ...headers },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  if (!response.ok) throw new Error(`${url.pathname} answered ${response.status}: ${await response.text()}`);
  return response;
}
