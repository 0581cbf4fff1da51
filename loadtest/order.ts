import { check, sleep } from 'k6';
import http from 'k6/http';
import { Counter, Trend } from 'k6/metrics';
import { type Customer, sendAs } from './customer.ts';
import { writeLine } from './journal.ts';
import type { ListedOrder } from './list-orders.ts';
import type { Status } from './reconcile.ts';
import type { Answer } from './send.ts';

const sent = new Counter('orders_sent');
const accepted = new Counter('orders_accepted');
const refused = new Counter('orders_refused');
/** The duration of the request that returned 202, without earlier attempts. */
const acceptDuration = new Trend('order_accept_duration', true);
/** The time from the 202 until a customer who polls sees the order settled. */
const followDuration = new Trend('order_follow_duration', true);

/** An item of an order. */
export interface Item {
  productId: string;
  quantity: number;
}

const maxAttempts = 4;

/**
 * Places an order. While the response is unclear (no response, 429 or 5xx), retries with the same key.
 * @returns the order id, or undefined if the order was refused or the response remained unclear
 */
export function order(customer: Customer, items: Item[], key: string): string | undefined {
  sent.add(1);
  for (let attempt = 1; attempt <= maxAttempts; attempt++) {
    const { response, traceId } = place(customer, items, key);
    if (response.status === 202) {
      const { orderId } = response.json() as { orderId: string };
      accepted.add(1);
      acceptDuration.add(response.timings.duration);
      writeLine({ accepted: { orderId, traceId } });
      check(response, { 'the order is accepted': () => true });
      return orderId;
    }
    const isClear = response.status >= 400 && response.status < 500 && response.status !== 429;
    if (isClear) {
      refused.add(1);
      break;
    }
    if (attempt < maxAttempts) sleep(Number(response.headers['Retry-After']) || 1);
  }
  check(undefined, { 'the order is accepted': () => false });
  return undefined;
}

/** Sends an accepted order again with the same key, and checks that the response is the same order. */
export function orderAgain(customer: Customer, items: Item[], key: string, orderId: string): void {
  const { response } = place(customer, items, key);
  check(response, {
    'an order sent again is the same': ({ status }) =>
      status === 202 && (response.json() as { orderId: string }).orderId === orderId,
  });
}

/** Sends one request to place an order. */
const place = (customer: Customer, items: Item[], key: string): Answer =>
  sendAs(customer, {
    name: 'order',
    method: 'POST',
    path: '/api/orders',
    body: { items },
    headers: { 'idempotency-key': key },
  });

/** Sends an order whose JSON is cut off, and checks that the response is 400. */
export function orderBrokenJson(customer: Customer, key: string): void {
  const { response } = sendAs(customer, {
    name: 'broken order',
    method: 'POST',
    path: '/api/orders',
    body: '{"items":[{"productId":',
    headers: { 'idempotency-key': key },
    expected: http.expectedStatuses(400),
  });
  check(response, { 'broken JSON returns 400': ({ status }) => status === 400 });
}

/** Requests an order at growing intervals until it is settled, for at most 30 s. */
export function follow(customer: Customer, orderId: string): void {
  const began = Date.now();
  let status: Status = 'pending';
  for (let wait = 0.1; status === 'pending' && Date.now() - began < 30_000; wait = Math.min(2, wait * 2)) {
    sleep(wait);
    const { response } = sendAs(customer, { name: 'follow', path: `/api/orders/${orderId}` });
    if (response.status === 200) ({ status } = response.json() as unknown as ListedOrder);
  }
  if (check(status, { 'the order is settled in 30 s': () => status !== 'pending' })) {
    followDuration.add(Date.now() - began);
  }
}
