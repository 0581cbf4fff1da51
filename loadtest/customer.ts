import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { note } from './journal.ts';
import type { Placed, Status } from './reconcile.ts';
import { type Answer, type Sending, send } from './send.ts';

const sent = new Counter('orders_sent');
const accepted = new Counter('orders_accepted');
const refused = new Counter('orders_refused');
/** From the request to the 202, without what had to be sent again. */
const acceptDuration = new Trend('order_accept_duration', true);
/** From the 202 until a customer who asks now and then sees the order settled. */
const followDuration = new Trend('order_follow_duration', true);

export interface Customer {
  username: string;
  password: string;
  token: string;
}

export interface Product {
  id: string;
  available: number;
}

export interface Item {
  productId: string;
  quantity: number;
}

/** An order as the shop shows it, as far as it is looked at here. */
export interface Order {
  orderId: string;
  status: Status;
  history: { status: Status; at: string }[];
  traceId: string | null;
}

/** Creates an account and logs in. */
export function signUp(username: string): Customer {
  const account = { username, password: `${username}-${Math.random()}` };
  const { response } = send({ name: 'sign up', method: 'POST', path: '/api/users', body: account });
  if (response.status !== 201) throw new Error(`no account: ${response.status} ${response.error}${response.body}`);
  return { ...account, token: logIn(account) };
}

function logIn({ username, password }: Omit<Customer, 'token'>): string {
  const body = { username, password };
  const { response } = send({ name: 'log in', method: 'POST', path: '/api/sessions', body });
  if (response.status !== 201) throw new Error(`no session: ${response.status} ${response.error}${response.body}`);
  return (response.json() as { token: string }).token;
}

/** Tokens that were renewed, by username: a run may outlast the first ones. */
const renewed = new Map<string, string>();

function sendAs(customer: Customer, sending: Sending): Answer {
  const token = renewed.get(customer.username) ?? customer.token;
  const answer = send({ ...sending, token });
  if (answer.response.status !== 401) return answer;
  renewed.set(customer.username, logIn(customer));
  return send({ ...sending, token: renewed.get(customer.username) ?? '' });
}

/** Looks at the catalogue. */
export function browse(): Product[] {
  const { response } = send({ name: 'browse', path: '/api/products' });
  if (!check(response, { 'the catalogue is shown': ({ status }) => status === 200 })) return [];
  return (response.json() as unknown as { products: Product[] }).products;
}

export function lookAt(productId: string): void {
  const { response } = send({ name: 'detail', path: `/api/products/${productId}` });
  check(response, { 'the product is shown': ({ status }) => status === 200 });
}

const tries = 4;

/**
 * Places an order, and places it again under the same key while the shop is not able to say. Returns its id, or
 * undefined when it was refused or nothing clear was answered.
 */
export function order(customer: Customer, items: Item[], key: string): string | undefined {
  sent.add(1);
  for (let attempt = 1; attempt <= tries; attempt++) {
    const { response, traceId } = place(customer, items, key);
    if (response.status === 202) {
      const { orderId } = response.json() as { orderId: string };
      accepted.add(1);
      acceptDuration.add(response.timings.duration);
      note({ accepted: { orderId, traceId } });
      check(response, { 'the order is accepted': () => true });
      return orderId;
    }
    const isClear = response.status >= 400 && response.status < 500 && response.status !== 429;
    if (isClear) {
      refused.add(1);
      break;
    }
    if (attempt < tries) sleep(Number(response.headers['Retry-After']) || 1);
  }
  check(undefined, { 'the order is accepted': () => false });
  return undefined;
}

/** Sends an order that was accepted once more: it must be the same one. */
export function orderAgain(customer: Customer, items: Item[], key: string, orderId: string): void {
  const { response } = place(customer, items, key);
  check(response, {
    'an order sent again is the same': ({ status }) =>
      status === 202 && (response.json() as { orderId: string }).orderId === orderId,
  });
}

const place = (customer: Customer, items: Item[], key: string): Answer =>
  sendAs(customer, {
    name: 'order',
    method: 'POST',
    path: '/api/orders',
    body: { items },
    headers: { 'idempotency-key': key },
  });

/** Sends an order that is cut off, which must be refused. */
export function orderBrokenJson(customer: Customer, key: string): void {
  const { response } = sendAs(customer, {
    name: 'broken order',
    method: 'POST',
    path: '/api/orders',
    body: '{"items":[{"productId":',
    headers: { 'idempotency-key': key },
    expected: http.expectedStatuses(400),
  });
  check(response, { 'broken JSON is answered 400': ({ status }) => status === 400 });
}

/** Asks for an order, at ever longer intervals, until it is settled. */
export function follow(customer: Customer, orderId: string): void {
  const began = Date.now();
  let status: Status = 'pending';
  for (let wait = 0.1; status === 'pending' && Date.now() - began < 30_000; wait = Math.min(2, wait * 2)) {
    sleep(wait);
    const { response } = sendAs(customer, { name: 'follow', path: `/api/orders/${orderId}` });
    if (response.status === 200) ({ status } = response.json() as unknown as Order);
  }
  if (check(status, { 'the order is settled in 30 s': () => status !== 'pending' })) {
    followDuration.add(Date.now() - began);
  }
}

/** Asks again while the shop is not able to say: what became of the orders is worth a wait. */
function patiently(ask: () => Answer['response']): Answer['response'] {
  for (let attempt = 1; ; attempt++) {
    const response = ask();
    if (response.status === 200) return response;
    if (attempt === 30) throw new Error(`no list of orders: ${response.status} ${response.error}`);
    sleep(Number(response.headers['Retry-After']) || 1);
  }
}

/** Every order of a customer, as the server lists it, page by page. */
export function listOrders(customer: Customer): Order[] {
  const orders: Order[] = [];
  for (let cursor: string | null = ''; cursor !== null; ) {
    const path = `/api/orders?limit=100${cursor && `&cursor=${encodeURIComponent(cursor)}`}`;
    const page = patiently(() => sendAs(customer, { name: 'list', path }).response).json() as unknown as {
      orders: Order[];
      nextCursor: string | null;
    };
    orders.push(...page.orders);
    cursor = page.nextCursor;
  }
  return orders;
}

/** What the customers of this run have counted until now, as k6's own API tells: its users share no memory. */
export function counted(): Placed {
  const read = (metric: string): number => {
    const address = __ENV['K6_API'] || 'localhost:6565';
    const response = http.get(`http://${address}/v1/metrics/${metric}`, {
      responseType: 'text',
      tags: { name: 'k6' },
      responseCallback: http.expectedStatuses(200, 404),
    });
    // Nothing was counted yet.
    if (response.status === 404) return 0;
    if (response.status !== 200) throw new Error(`k6's API at ${address}: ${response.status} ${response.error}`);
    return Number(response.json('data.attributes.sample.count'));
  };
  return { sent: read('orders_sent'), accepted: read('orders_accepted'), refused: read('orders_refused') };
}
