import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { LiveOrders } from './live-orders.ts';
import { merge, type Order, progress } from './order.ts';

type OrderEvent = ReceivedEvent<Subscribed<'frontend'>>;

const orderId = randomUUID();
const userId = randomUUID();
const placedAt = '2026-01-01T10:00:00.000Z';
const traceId = 'a'.repeat(32);
const items = [{ productId: 'souris-gaming', quantity: 2 }];
const priced = [
  { ...items[0], productId: 'souris-gaming', quantity: 2, name: { fr: 'Souris', en: 'Mouse' }, unitPriceCents: 100 },
];

function event(told: NewEvent<Subscribed<'frontend'>>, seconds: number, trace = traceId): OrderEvent {
  const time = new Date(Date.parse(placedAt) + seconds * 1_000);
  return { ...createEvent(told, time), receivedAt: time, traceId: trace } as OrderEvent;
}

const placed = event({ type: 'order.placed', data: { orderId, userId, items } }, 0);
const confirmed = event(
  { type: 'order.confirmed', data: { orderId, userId, items: priced, totalCents: 200, placedAt } },
  1,
);
const rejected = event(
  { type: 'order.rejected', data: { orderId, userId, reason: 'insufficient-stock', placedAt } },
  1,
);
const cancelled = event({ type: 'order.cancelled', data: { orderId, userId, placedAt } }, 2, 'b'.repeat(32));

/** What can happen to an order. */
const lives = [[placed], [placed, confirmed], [placed, rejected], [placed, cancelled], [placed, confirmed, cancelled]];

function after(events: readonly OrderEvent[]): Order | undefined {
  const live = new LiveOrders();
  for (const one of events) live.apply(one);
  return live.get(orderId);
}

/** The events of a life, some more than once, in any order. */
const shuffled = fc.constantFrom(...lives).chain((life) =>
  fc
    .array(fc.constantFrom(...life))
    .chain((again) => fc.shuffledSubarray([...life, ...again], { minLength: life.length + again.length }))
    .map((events) => ({ life, events })),
);

describe('a live order', () => {
  it('is the same whatever the order and repetition of its events', () => {
    fc.assert(fc.property(shuffled, ({ life, events }) => assert.deepEqual(after(events), after(life))));
  });

  it('only ever gets further, and tells its followers each step once', () => {
    fc.assert(
      fc.property(shuffled, ({ life, events }) => {
        const live = new LiveOrders();
        const seen: Order['status'][] = [];
        live.subscribe(orderId, ({ status }) => seen.push(status));
        for (const one of events) live.apply(one);
        assert.deepEqual(
          seen.map((status) => progress[status]),
          [...new Set(seen)].map((status) => progress[status]).toSorted(),
        );
        assert.equal(seen.at(-1), after(life)?.status);
      }),
    );
  });

  it('joins what order-service has stored at any moment, to the same result', () => {
    fc.assert(
      fc.property(shuffled, fc.nat(), ({ life, events }, moment) => {
        const stored = after(life.slice(0, (moment % life.length) + 1));
        const live = new LiveOrders();
        for (const one of events) live.apply(one);
        assert.ok(stored !== undefined);
        assert.deepEqual(live.latest(stored), after(life));
      }),
    );
  });

  it('that is confirmed has its price and history', () => {
    assert.deepEqual(after([placed, confirmed]), {
      orderId,
      userId,
      status: 'confirmed',
      items: priced,
      totalCents: 200,
      reason: null,
      history: [
        { status: 'pending', at: placedAt },
        { status: 'confirmed', at: confirmed.time.toISOString() },
      ],
      traceId,
      placedAt,
    });
  });

  it('that was cancelled keeps its items, its price and its own trace', () => {
    const order = after([placed, confirmed, cancelled]);
    assert.equal(order?.traceId, traceId);
    assert.equal(order.totalCents, 200);
    assert.deepEqual(
      order.history.map(({ status }) => status),
      ['pending', 'confirmed', 'cancelled'],
    );
  });

  it('that is stored as far is told as it is stored', () => {
    const [stored, live] = [after([placed]), after([placed])];
    assert.ok(stored !== undefined && live !== undefined);
    assert.deepEqual(merge({ ...stored, reason: 'as stored' }, live).reason, 'as stored');
  });

  it('is forgotten when later ones need its place', () => {
    const live = new LiveOrders(10_000);
    const ids = Array.from({ length: 10 }, () => randomUUID());
    for (const id of ids) live.apply(event({ type: 'order.placed', data: { orderId: id, userId, items } }, 0));
    const known = ids.filter((id) => live.get(id) !== undefined);
    assert.ok(known.length < ids.length);
    assert.deepEqual(known, ids.slice(-known.length));
  });

  it('tells nobody who has left', () => {
    const live = new LiveOrders();
    let told = 0;
    const leave = live.subscribe(orderId, () => told++);
    live.apply(placed);
    leave();
    live.apply(confirmed);
    assert.equal(told, 1);
  });
});
