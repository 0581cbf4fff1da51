import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { Order, Status } from '../orders/order.ts';
import { nextMs } from './arrival.ts';
import { journeyOf } from './journey.ts';
import { message, span } from './span.testkit.ts';

const placedAt = '2026-11-21T07:22:13.250Z';
const settledAt = '2026-11-21T07:22:13.350Z';
const seconds = (count: number) => Date.parse(settledAt) + count * 1_000;
const journey = (event?: string) =>
  journeyOf([span('a', 'frontend', 'consumer', [0, 1], { attributes: message('orders', event) })], []);

const wait = (status: Status, event: string | undefined, now: number) => {
  const history = [
    { status: 'pending' as const, at: placedAt },
    ...(status === 'pending' ? [] : [{ status, at: settledAt }]),
  ];
  return nextMs({ status, placedAt, history } as unknown as Order, [journey(event)], now);
};

it('the page waits for the outcome of an order, but not for ever', () => {
  assert.equal(wait('pending', undefined, seconds(1)), 3_000);
  assert.equal(wait('pending', undefined, seconds(120)), 15_000);
  assert.equal(wait('pending', undefined, seconds(3_700)), undefined);
  assert.equal(wait('confirmed', 'order.placed', seconds(1)), 3_000);
  assert.equal(wait('confirmed', 'order.placed', seconds(61)), undefined);
  assert.equal(wait('confirmed', 'order.confirmed', seconds(1)), undefined);
  assert.equal(wait('cancelled', 'order.confirmed', seconds(1)), 3_000);
  assert.equal(wait('cancelled', 'order.cancelled', seconds(1)), undefined);
});
