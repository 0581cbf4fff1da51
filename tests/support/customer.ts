import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { environment } from './environment.ts';

export interface Item {
  productId: string;
  quantity: number;
}

export interface Order {
  orderId: string;
  status: string;
  totalCents: number | null;
  reason: string | null;
  history: { status: string; at: string }[];
  traceId: string | null;
}

export interface RequestOptions {
  /** Sent as JSON; a string is sent unchanged. */
  body?: unknown;
  headers?: Record<string, string>;
  signal?: AbortSignal;
}

/** A customer who is logged in. */
export interface Customer {
  id: string;
  /** The `authorization` header of the customer. */
  authorization: string;
  /** Sends a request with the customer's token. */
  request(method: string, path: string, options?: RequestOptions): Promise<Response>;
  /** Places an order, asserts that the response is 202, and returns the body. */
  place(items?: Item[], key?: string): Promise<{ orderId: string; status: string; traceId: string }>;
  /** Follows the order's status events until it is settled, and returns the last status. */
  settled(orderId: string): Promise<string>;
  /** Returns the order. */
  order(orderId: string): Promise<Order>;
}

const oneMouse = [{ productId: 'souris-gaming', quantity: 1 }];

/** Creates an account in the shared stack and logs in. */
export async function signUp(): Promise<Customer> {
  const credentials = { username: `test-${randomUUID()}`, password: randomUUID() };
  const created = await send('POST', '/api/users', { body: credentials });
  assert.equal(created.status, 201, await created.clone().text());
  const session = await send('POST', '/api/sessions', { body: credentials });
  assert.equal(session.status, 201, await session.clone().text());
  const { token, user } = (await session.json()) as { token: string; user: { id: string } };

  const authorization = `Bearer ${token}`;
  const request: Customer['request'] = (method, path, options = {}) =>
    send(method, path, { ...options, headers: { authorization, ...options.headers } });
  return {
    id: user.id,
    authorization,
    request,
    place: async (items = oneMouse, key = randomUUID()) => {
      const response = await request('POST', '/api/orders', { body: { items }, headers: { 'idempotency-key': key } });
      assert.equal(response.status, 202, await response.clone().text());
      return (await response.json()) as { orderId: string; status: string; traceId: string };
    },
    settled: async (orderId) => {
      const response = await request('GET', `/api/orders/${orderId}/events`);
      assert.equal(response.status, 200, await response.clone().text());
      let text = '';
      for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) text += chunk;
      const events = [...text.matchAll(/^data: ?(.*)$/gm)].map(
        ([, data = '']) => JSON.parse(data) as { status: string },
      );
      return events.at(-1)?.status ?? 'no status event';
    },
    order: async (orderId) => {
      const response = await request('GET', `/api/orders/${orderId}`);
      assert.equal(response.status, 200, await response.clone().text());
      return (await response.json()) as Order;
    },
  };
}

/** Logs in as the demo admin. */
export async function admin(): Promise<Pick<Customer, 'authorization'>> {
  const session = await send('POST', '/api/sessions', { body: { username: 'admin', password: 'admin123' } });
  assert.equal(session.status, 201, await session.clone().text());
  const { token } = (await session.json()) as { token: string };
  return { authorization: `Bearer ${token}` };
}

/** Sends a request without a login. */
export function send(method: string, path: string, options: RequestOptions = {}): Promise<Response> {
  const { body, headers, ...rest } = options;
  const json = body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) };
  const type = body === undefined ? {} : { 'content-type': 'application/json' };
  return fetch(new URL(path, environment.frontendUrl), {
    method,
    ...rest,
    ...json,
    headers: { ...type, ...headers },
  });
}

/** Calls `work` for each number below `count`, at most `width` at a time. Returns the results in order of the numbers. */
export async function concurrently<T>(count: number, width: number, work: (n: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  let next = 0;
  const run = async () => {
    while (next < count) {
      const n = next++;
      results[n] = await work(n);
    }
  };
  await Promise.all(Array.from({ length: width }, run));
  return results;
}
