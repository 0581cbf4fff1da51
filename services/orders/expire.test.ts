import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { Map as PersistentMap } from 'immutable';
import type { NewEvent } from '#events/catalog.ts';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { reportOverdue } from './expire.ts';
import { type Order, unknownOrder } from './order.ts';
import { saveOrders } from './save.ts';

const minute = 60_000;
const hour = 60 * minute;
const placedAgo = (age: number) => ({
  placed: { userId: randomUUID(), at: new Date(Date.now() - age), traceId: null, items: [] },
});

it('pending orders are reported when their deadline has passed, oldest first, if every program knows what follows', async () => {
  await using scratch = await createTestDatabase();
  const database = connect(scratch.url, 'orders');
  await migrate(database, new URL('./migrations/', import.meta.url));
  const states: Partial<Order>[] = [
    placedAgo(hour + minute),
    placedAgo(3 * hour),
    placedAgo(hour - minute),
    { ...placedAgo(2 * hour), status: 'cancelled' },
    { ...placedAgo(2 * hour), status: 'rejected', isExpired: true },
    {},
  ];
  const orders = states.map((state): Order => ({ ...unknownOrder(randomUUID()), ...state }));
  const byId = PersistentMap(orders.map((order) => [order.id, order]));
  await database.transaction((transaction) => saveOrders(database)(byId, PersistentMap(), transaction));

  const published: NewEvent[] = [];
  const publisher = { publish: async (events: readonly NewEvent[]) => void published.push(...events) };
  const report = (known: readonly string[]) =>
    reportOverdue({ database, publisher, versions: { isKnown: (type) => known.includes(type) }, deadlineMs: hour });
  await report(['order.overdue']);
  await report(['order.expired']);
  assert.deepEqual(published, []);
  await report(['order.overdue', 'order.expired']);
  assert.deepEqual(
    published,
    [orders[1], orders[0]].map((order) => ({ type: 'order.overdue', data: { orderId: order?.id } })),
  );
  await database.close();
});
