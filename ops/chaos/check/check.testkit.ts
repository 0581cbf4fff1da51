import assert from 'node:assert/strict';
import { v5 as uuidv5 } from 'uuid';
import type { RequestedOrder } from '../requested-orders.ts';
import type { Message } from '../topics.ts';
import type { LedgerRow, State, Status, StoredOrder } from './state.ts';
import type { Violation } from './violation.ts';

const userId = '7f0c6f5e-3a55-4c0e-9a0a-0f3a3a3f1c11';
const items = [{ productId: 'mouse', quantity: 2 }];

/** The id of the order in all tests. */
export const id = uuidv5('key', userId);

/** An accepted request for that order. */
export const requested: RequestedOrder = { userId, key: 'key', items: [items], ids: [id], acceptedAt: 0, requests: [] };

export const reserved: LedgerRow = { orderId: id, productId: 'mouse', reason: 'reserved', change: -2 };
export const released: LedgerRow = { ...reserved, reason: 'released', change: 2 };

export const history = (...statuses: Status[]) => statuses.map((status, n) => ({ status, at: new Date(n) }));

export const order = (change: Partial<StoredOrder> = {}): StoredOrder => ({
  id,
  userId,
  status: 'confirmed',
  stock: 'reserved',
  items,
  placedAt: new Date(0),
  history: history('pending', 'confirmed'),
  ...change,
});

/** Returns a state with one order, by default confirmed, and with its consequences. */
export function state(change: Partial<State> & { order?: StoredOrder | null } = {}): State {
  const { order: one = order(), ...rest } = change;
  return {
    orders: new Map(one === null ? [] : [[id, one]]),
    products: [{ id: 'mouse', initial: 10, available: 8 }],
    reservations: new Map([[id, 'reserved']]),
    ledger: [reserved],
    ...rest,
  };
}

/** Returns the state after the confirmed order was cancelled. */
export const cancelledState = (): State =>
  state({
    order: order({ status: 'cancelled', history: history('pending', 'confirmed', 'cancelled') }),
    products: [{ id: 'mouse', initial: 10, available: 10 }],
    reservations: new Map([[id, 'released']]),
    ledger: [reserved, released],
  });

export const message = (type: string, change: Partial<Message> = {}): Message => ({
  topic: 'orders',
  partition: 0,
  offset: 0n,
  key: id,
  value: Buffer.from('{}'),
  headers: { ce_id: `${type} of ${id}`, ce_time: '2026-01-01T00:00:00.000Z' },
  type,
  sentAt: 0,
  ...change,
});

export const isClean = (violations: Violation[]) => assert.deepEqual(violations, []);

/** Asserts that there is exactly one violation. */
export const finds = (violations: Violation[], found: RegExp, orderId: string | null = id) => {
  assert.equal(violations.length, 1, JSON.stringify(violations));
  assert.match(violations[0]?.found ?? '', found);
  assert.equal(violations[0]?.orderId ?? null, orderId);
};
