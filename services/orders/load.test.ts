import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { Map as PersistentMap } from 'immutable';
import type { ReceivedEvent } from '#events/catalog.ts';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import type { Consumed } from './decide.ts';
import { loadOrders } from './load.ts';
import { type Order, type Placement, type Price, unknownOrder } from './order.ts';
import { saveOrders } from './save.ts';

const userId = randomUUID();
const items = [{ productId: 'laptop', quantity: 2 }];
const shortages = [{ productId: 'laptop', quantity: 2, available: 1 }];
const name = { fr: 'Portable', en: 'Laptop' };
const price: Price = { items: [{ productId: 'laptop', quantity: 2, name, unitPriceCents: 500 }], totalCents: 1_000 };
const placed: Placement = { userId, at: new Date('2026-01-01T00:00:00.123Z'), traceId: 'a'.repeat(32), items };

/** The states of an order in the database. Once an order is priced, the priced items replace the placed ones. */
const states: Partial<Order>[] = [
  {},
  { placed },
  { cancellationRequests: [userId, randomUUID()] },
  { stock: { status: 'reserved', price } },
  { stock: { status: 'rejected', reason: 'unknown-product', shortages: [] } },
  { stock: { status: 'released', price: null } },
  { status: 'rejected', placed, stock: { status: 'rejected', reason: 'insufficient-stock', shortages } },
  { status: 'confirmed', placed: { ...placed, items: price.items }, stock: { status: 'reserved', price } },
  { status: 'cancelled', placed: { ...placed, items: price.items }, stock: { status: 'released', price } },
  { status: 'cancelled', placed, cancellationRequests: [userId] },
  { status: 'rejected', placed, isExpired: true },
  { status: 'rejected', placed, isExpired: true, stock: { status: 'released', price: null } },
];

it('an order is loaded as it was saved, in every state', async () => {
  await using scratch = await createTestDatabase();
  const database = connect(scratch.url, 'orders');
  await migrate(database, new URL('./migrations/', import.meta.url));
  const orders = PersistentMap(
    states.map((state): [string, Order] => {
      const id = randomUUID();
      return [id, { ...unknownOrder(id), ...state }];
    }),
  );
  const begin = Date.now();
  await database.transaction((transaction) => saveOrders(database)(orders, PersistentMap(), transaction));
  const events = [...orders.keys()].map((orderId) => ({ data: { orderId } }) as ReceivedEvent<Consumed>);
  const loaded = await database.transaction((transaction) => loadOrders(database)(events, transaction));
  const changedAt = loaded.map((order) => order.changedAt);
  assert.deepEqual(loaded.map((order) => ({ ...order, changedAt: null })).toObject(), orders.toObject());
  assert.ok(changedAt.every((at) => at !== null && begin <= at.getTime()));
  await database.close();
});

it('a change of an order is not stored before an earlier one, whatever the clock says', async () => {
  await using scratch = await createTestDatabase();
  const database = connect(scratch.url, 'orders');
  await migrate(database, new URL('./migrations/', import.meta.url));
  const order = { ...unknownOrder(randomUUID()), placed, changedAt: new Date('2090-01-01T00:00:00Z') };
  const events = [{ data: { orderId: order.id } } as ReceivedEvent<Consumed>];
  await database.transaction((transaction) =>
    saveOrders(database)(PersistentMap([[order.id, order]]), PersistentMap(), transaction),
  );
  const loaded = await database.transaction((transaction) => loadOrders(database)(events, transaction));
  assert.deepEqual(loaded.get(order.id)?.changedAt, order.changedAt);
  await database.close();
});
