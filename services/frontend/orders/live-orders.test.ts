import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { NewEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { LiveOrders } from './live-orders.ts';
import { mergeOrders, type Order, progress } from './order.ts';
import type { OrderEvent } from './order-from-event.ts';

const orderId = randomUUID();
const userId = randomUUID();
const placedAt = '2026-01-01T10:00:00.000Z';
const traceId = 'a'.repeat(32);
const items = [{ productId: 'souris-gaming', quantity: 2 }];
const priced = [
  { ...items[0], productId: 'souris-gaming', quantity: 2, name: { fr: 'Souris', en: 'Mouse' }, unitPriceCents: 100 },
];

function receive(event: NewEvent<Subscribed<'frontend'>>, seconds: number, trace = traceId): OrderEvent {
  const time = new Date(Date.parse(placedAt) + seconds * 1_000);
  return { ...createEvent(event, time), receivedAt: time, traceId: trace } as OrderEvent;
}

const placed = receive({ type: 'order.placed', data: { orderId, userId, items } }, 0);
const confirmed = receive(
  { type: 'order.confirmed', data: { orderId, userId, items: priced, totalCents: 200, placedAt } },
  1,
);
const rejected = receive(
  { type: 'order.rejected', data: { orderId, userId, reason: 'insufficient-stock', shortages: [], placedAt } },
  1,
);
const cancelled = receive({ type: 'order.cancelled', data: { orderId, userId, placedAt } }, 2, 'b'.repeat(32));

/** The possible sequences of events of an order. */
const lives = [[placed], [placed, confirmed], [placed, rejected], [placed, cancelled], [placed, confirmed, cancelled]];

function after(events: readonly OrderEvent[]): Order | undefined {
  const live = new LiveOrders();
  for (const one of events) live.apply(one);
  return live.get(orderId);
}

/** The events of one sequence, shuffled, some of them twice. */
const shuffled = fc.constantFrom(...lives).chain((life) =>
  fc
    .array(fc.constantFrom(...life))
    .chain((again) => fc.shuffledSubarray([...life, ...again], { minLength: life.length + again.length }))
    .map((events) => ({ life, events })),
);

describe('a live order', () => {
  it('is the same for any sequence and repetition of its events', () => {
    fc.assert(fc.property(shuffled, ({ life, events }) => assert.deepEqual(after(events), after(life))));
  });

  it('only moves forward, and notifies its listeners of each step once', () => {
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

  it('ignores events of another user and of other items', () => {
    const stranger = { orderId, userId: randomUUID() };
    const more = [{ productId: 'souris-gaming', quantity: 100 }];
    const free = more.map((item) => ({ ...item, name: { fr: 'Souris', en: 'Mouse' }, unitPriceCents: 0 }));
    const claims = [
      receive({ type: 'order.placed', data: { ...stranger, items: more } }, 1),
      receive({ type: 'order.cancelled', data: { ...stranger, placedAt } }, 1),
      receive({ type: 'order.confirmed', data: { orderId, userId, items: free, totalCents: 0, placedAt } }, 1),
    ];
    assert.deepEqual(after([placed, ...claims, confirmed]), after([placed, confirmed]));
  });

  it('is not shown until it is placed, and then ignores earlier events that contradict it', () => {
    const stranger = randomUUID();
    const free = priced.map((item) => ({ ...item, quantity: 100, unitPriceCents: 0 }));
    const claims = [
      receive({ type: 'order.confirmed', data: { orderId, userId, items: free, totalCents: 0, placedAt } }, 1),
      receive({ type: 'order.cancelled', data: { orderId, userId: stranger, placedAt } }, 1),
    ];
    const stored = after([placed]);
    assert.ok(stored !== undefined);
    for (const claim of claims) {
      const live = new LiveOrders();
      live.apply(claim);
      assert.equal(live.get(orderId), undefined);
      assert.deepEqual(live.latest(stored), stored);
      live.apply(placed);
      live.apply(confirmed);
      assert.deepEqual(live.get(orderId), after([placed, confirmed]));
    }
  });

  it('is updated by later events once its stored state is known', () => {
    const live = new LiveOrders();
    live.apply(confirmed);
    const stored = after([placed]);
    assert.ok(stored !== undefined);
    assert.deepEqual(live.latest(stored), after([placed, confirmed]));
  });

  it('merges with the stored order to the same result at any moment', () => {
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

  it('has its price and history once it is confirmed', () => {
    assert.deepEqual(after([placed, confirmed]), {
      orderId,
      userId,
      status: 'confirmed',
      items: priced,
      totalCents: 200,
      reason: null,
      shortages: [],
      history: [
        { status: 'pending', at: placedAt },
        { status: 'confirmed', at: confirmed.time.toISOString() },
      ],
      traceId,
      placedAt,
    });
  });

  it('keeps its items, its price and its own trace when it is cancelled', () => {
    const order = after([placed, confirmed, cancelled]);
    assert.equal(order?.traceId, traceId);
    assert.equal(order.totalCents, 200);
    assert.deepEqual(
      order.history.map(({ status }) => status),
      ['pending', 'confirmed', 'cancelled'],
    );
  });

  it('prefers the stored version if both are equally far', () => {
    const [stored, live] = [after([placed]), after([placed])];
    assert.ok(stored !== undefined && live !== undefined);
    assert.deepEqual(mergeOrders({ ...stored, reason: 'as stored' }, live).reason, 'as stored');
  });

  it('is forgotten when newer orders need the memory', () => {
    const live = new LiveOrders(10_000);
    const ids = Array.from({ length: 10 }, () => randomUUID());
    for (const id of ids) live.apply(receive({ type: 'order.placed', data: { orderId: id, userId, items } }, 0));
    const known = ids.filter((id) => live.get(id) !== undefined);
    assert.ok(known.length < ids.length);
    assert.deepEqual(known, ids.slice(-known.length));
  });

  it('does not notify unsubscribed listeners', () => {
    const live = new LiveOrders();
    let calls = 0;
    const unsubscribe = live.subscribe(orderId, () => calls++);
    live.apply(placed);
    unsubscribe();
    live.apply(confirmed);
    assert.equal(calls, 1);
  });
});
