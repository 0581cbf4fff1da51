import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { Map as PersistentMap } from 'immutable';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import type { Refusal } from '#events/worker/handler.ts';
import { type Consumed, createDecide, type Orders } from './decide.ts';
import type { Order } from './order.ts';

type OrderEvent = ReceivedEvent<Consumed>;

const id = '0190f5a0-0000-7000-8000-000000000001';
const userId = '0190f5a0-0000-7000-8000-00000000000a';
const placedAt = new Date('2026-01-01T00:00:00Z');
const traceId = '0af7651916cd43dd8448eb211c80319c';

const hour = 3_600_000;
const decide = createDecide(hour);

let clock = placedAt.getTime();
function event(type: Consumed, data: object): OrderEvent {
  clock += 1;
  const receivedAt = new Date(clock);
  return {
    type,
    data: { orderId: id, ...data },
    id: type,
    source: '/test',
    time: placedAt,
    receivedAt,
    traceId,
  } as OrderEvent;
}

const items = [{ productId: 'laptop', quantity: 2 }];
const priced = [{ productId: 'laptop', quantity: 2, name: { fr: 'Portable', en: 'Laptop' }, unitPriceCents: 500 }];
const placed = event('order.placed', { userId, items });
const reserved = event('stock.reserved', { items: priced, totalCents: 1_000 });
const shortages = [{ productId: 'laptop-pro', quantity: 2, available: 1 }];
const rejected = event('stock.rejected', { reason: 'insufficient-stock', shortages });
const cancel = event('order.cancellation-requested', { userId });
const released = event('stock.released', {});
const overdue = { ...event('order.overdue', {}), receivedAt: new Date(placedAt.getTime() + hour) };
const early = { ...overdue, receivedAt: new Date(placedAt.getTime() + hour - 1) };

function run(events: readonly OrderEvent[]): { order: Order; emitted: NewEvent[]; refused: Refusal[] } {
  let orders: Orders = PersistentMap();
  const emitted: NewEvent[] = [];
  const refused: Refusal[] = [];
  for (const one of events) {
    const [next, newEvents, newRefusals = []] = decide(orders, one);
    orders = next;
    emitted.push(...newEvents);
    refused.push(...newRefusals);
  }
  const order = orders.get(id);
  assert.ok(order !== undefined);
  return { order, emitted, refused };
}

describe('an order', () => {
  it('is pending until its stock is known', () => {
    const { order, emitted } = run([placed]);
    assert.equal(order.status, 'pending');
    assert.deepEqual(order.placed, { userId, at: placedAt, traceId, items });
    assert.deepEqual(order.history, [{ status: 'pending', at: placedAt }]);
    assert.deepEqual(emitted, []);
  });

  for (const [name, events] of [
    ['after it was placed', [placed, reserved]],
    ['before it was placed', [reserved, placed]],
  ] as const) {
    it(`is confirmed when its stock was reserved ${name}`, () => {
      const { order, emitted } = run(events);
      assert.equal(order.status, 'confirmed');
      assert.deepEqual(order.stock, { status: 'reserved', price: { items: priced, totalCents: 1_000 } });
      assert.deepEqual(emitted, [
        {
          type: 'order.confirmed',
          data: { orderId: id, userId, items: priced, totalCents: 1_000, placedAt: placedAt.toISOString() },
        },
      ]);
    });
  }

  for (const [name, events] of [
    ['after it was placed', [placed, rejected]],
    ['before it was placed', [rejected, placed]],
  ] as const) {
    it(`is rejected when its stock was rejected ${name}`, () => {
      const { order, emitted } = run(events);
      assert.equal(order.status, 'rejected');
      assert.deepEqual(emitted, [
        {
          type: 'order.rejected',
          data: { orderId: id, userId, reason: 'insufficient-stock', shortages, placedAt: placedAt.toISOString() },
        },
      ]);
    });
  }

  it('is cancelled before its stock is known, and stays cancelled when the stock is reserved', () => {
    const { order, emitted } = run([placed, cancel, reserved]);
    assert.equal(order.status, 'cancelled');
    assert.deepEqual(
      emitted.map(({ type }) => type),
      ['order.cancelled'],
    );
  });

  it('is cancelled after it was confirmed', () => {
    const { order, emitted } = run([placed, reserved, cancel, released]);
    assert.equal(order.status, 'cancelled');
    assert.equal(order.stock.status, 'released');
    assert.deepEqual(
      order.history.map(({ status }) => status),
      ['pending', 'confirmed', 'cancelled'],
    );
    assert.deepEqual(
      emitted.map(({ type }) => type),
      ['order.confirmed', 'order.cancelled'],
    );
  });

  it('is not cancelled after it was rejected', () => {
    const { order, emitted } = run([placed, rejected, cancel]);
    assert.equal(order.status, 'rejected');
    assert.deepEqual(
      emitted.map(({ type }) => type),
      ['order.rejected'],
    );
  });

  it('has a history in the order of its changes, whichever event was received first', () => {
    const { order } = run([placed, reserved]);
    const stored = { ...order, changedAt: new Date(reserved.receivedAt.getTime() + 5), history: [] };
    const [orders] = decide(PersistentMap([[id, stored]]), { ...cancel, receivedAt: placedAt });
    assert.deepEqual(orders.get(id)?.history, [{ status: 'cancelled', at: stored.changedAt }]);
    const ahead = { ...placed, time: new Date(reserved.receivedAt.getTime() + hour) };
    assert.deepEqual(
      run([ahead, reserved]).order.history.map(({ at }) => at),
      [ahead.time, ahead.time],
    );
  });

  it('is cancelled once, even when the cancellation is requested several times', () => {
    const { emitted } = run([placed, cancel, cancel, cancel]);
    assert.equal(emitted.length, 1);
  });
});

describe('an order about which a stranger makes claims', () => {
  const stranger = '0190f5a0-0000-7000-8000-00000000000b';
  const foreignCancel = event('order.cancellation-requested', { userId: stranger });
  const foreignOrder = event('order.placed', { userId: stranger, items: [{ productId: 'laptop', quantity: 100 }] });
  const otherItems = [{ ...priced[0], quantity: 100, unitPriceCents: 0 }];
  const foreignPrice = event('stock.reserved', { items: otherItems, totalCents: 0 });
  const cheaper = event('stock.reserved', { items: [{ ...priced[0], unitPriceCents: 0 }], totalCents: 0 });
  const state = ({ history: _, ...order }: Order) => order;

  it('is not cancelled by another user, whichever event arrives first', () => {
    for (const events of [
      [placed, foreignCancel, reserved],
      [foreignCancel, placed, reserved],
      [reserved, foreignCancel, placed],
    ]) {
      const { order, emitted, refused } = run(events);
      assert.deepEqual(state(order), state(run([placed, reserved]).order));
      assert.deepEqual(
        emitted.map(({ type }) => type),
        ['order.confirmed'],
      );
      assert.deepEqual(refused, [
        { type: 'order.cancellation-requested', reason: 'the order belongs to another user' },
      ]);
    }
  });

  it('is cancelled by its customer, even if another user requested that first and before the order was known', () => {
    const { order, emitted } = run([foreignCancel, cancel, placed]);
    assert.equal(order.status, 'cancelled');
    assert.deepEqual(emitted, [
      { type: 'order.cancelled', data: { orderId: id, userId, placedAt: placedAt.toISOString() } },
    ]);
  });

  it('keeps its customer, items and price', () => {
    const { order, refused } = run([placed, reserved, foreignOrder, foreignPrice, cheaper, rejected]);
    assert.deepEqual(state(order), state(run([placed, reserved]).order));
    assert.deepEqual(refused, [
      { type: 'order.placed', reason: 'the order was placed before with other contents' },
      { type: 'stock.reserved', reason: 'the reserved items are not those of the order' },
      { type: 'stock.reserved', reason: 'the stock of the order was decided before' },
      { type: 'stock.rejected', reason: 'the stock of the order was decided before' },
    ]);
  });

  it('is not confirmed at a price for other items, whichever event arrives first', () => {
    for (const events of [
      [placed, foreignPrice, reserved],
      [foreignPrice, placed, reserved],
    ]) {
      const { order, refused } = run(events);
      assert.deepEqual(state(order), state(run([placed, reserved]).order));
      assert.deepEqual(refused, [{ type: 'stock.reserved', reason: 'the reserved items are not those of the order' }]);
    }
  });

  it('ends in the same state whichever event arrives first, with or without cancellations', () => {
    const lives = fc.constantFrom<OrderEvent[]>(
      [placed, foreignCancel],
      [placed, foreignCancel, cancel],
      [placed, foreignCancel, reserved],
      [placed, foreignCancel, cancel, reserved],
    );
    const sequences = lives.chain((events) =>
      fc.tuple(fc.constant(events), fc.shuffledSubarray(events, { minLength: events.length })),
    );
    fc.assert(
      fc.property(sequences, ([events, shuffled]) => {
        assert.deepEqual(state(run(shuffled).order), state(run(events).order));
        assert.equal(run(shuffled).refused.length, 1);
      }),
    );
  });
});

describe('an order whose stock is not decided in time', () => {
  it('expires after its deadline', () => {
    const { order, emitted } = run([placed, overdue, overdue]);
    assert.equal(order.status, 'rejected');
    assert.ok(order.isExpired);
    const data = { orderId: id, userId, placedAt: placedAt.toISOString() };
    assert.deepEqual(emitted, [{ type: 'order.expired', data }]);
  });

  it('stays as it is when its stock is decided later, or it is cancelled', () => {
    const expired = run([placed, overdue]).order;
    for (const late of [reserved, rejected, cancel]) {
      const { order, emitted, refused } = run([placed, overdue, late]);
      assert.deepEqual({ status: order.status, stock: order.stock }, { status: 'rejected', stock: expired.stock });
      assert.deepEqual([emitted.length, refused.length], [1, 0], late.type);
    }
  });

  it('does not expire once it is settled', () => {
    for (const [result, status] of [
      [reserved, 'confirmed'],
      [rejected, 'rejected'],
      [cancel, 'cancelled'],
    ] as const) {
      const { order, emitted, refused } = run([placed, result, overdue]);
      assert.deepEqual([order.status, order.isExpired, emitted.length, refused.length], [status, false, 1, 0]);
    }
  });

  it('does not expire because someone claims so before its deadline, or before it is placed', () => {
    for (const events of [
      [placed, early],
      [overdue, placed],
    ]) {
      const { order, emitted, refused } = run(events);
      assert.equal(order.status, 'pending');
      assert.deepEqual(emitted, []);
      assert.deepEqual(refused, [{ type: 'order.overdue', reason: 'the deadline of the order has not passed' }]);
    }
  });
});

describe('an order whose events arrive in any order, and repeatedly', () => {
  /** The events that one order may cause. Its stock is either reserved or rejected, never both. */
  const lives = fc.constantFrom<OrderEvent[]>(
    [placed, reserved],
    [placed, rejected],
    [placed, cancel],
    [placed, cancel, reserved],
    [placed, cancel, reserved, released],
  );
  const shuffled = lives.chain((events) =>
    fc.record({
      events: fc.constant(events),
      first: fc.shuffledSubarray(events, { minLength: events.length }),
      rest: fc.array(fc.constantFrom(...events), { maxLength: 8 }),
    }),
  );
  const allowed = [
    'pending',
    'pending confirmed',
    'pending rejected',
    'pending cancelled',
    'pending confirmed cancelled',
  ];

  it('ends in the same state', () => {
    fc.assert(
      fc.property(shuffled, ({ events, first, rest }) => {
        const state = ({ history: _, ...order }: Order) => order;
        assert.deepEqual(state(run([...first, ...rest]).order), state(run(events).order));
      }),
    );
  });

  it('follows a path of the life cycle and emits one event for each step', () => {
    const anything = fc.array(fc.constantFrom(placed, reserved, cancel, released), { minLength: 1, maxLength: 12 });
    const rejections = fc.array(fc.constantFrom(placed, rejected, cancel), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(fc.oneof(anything, rejections), (events) => {
        const { order, emitted } = run([placed, ...events]);
        const path = order.history.map(({ status }) => status).join(' ');
        assert.ok(allowed.includes(path), path);
        assert.deepEqual(
          emitted.map(({ type }) => type),
          order.history
            .map(({ status }) => status)
            .filter((status) => status !== 'pending')
            .map((status) => `order.${status}`),
        );
      }),
    );
  });

  it('does not change the state that it is decided on', () => {
    const [orders] = decide(PersistentMap(), placed);
    const before = structuredClone(orders.toJS());
    decide(orders, reserved);
    assert.deepEqual(orders.toJS(), before);
  });
});
