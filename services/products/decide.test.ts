import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { List as PersistentList, Map as PersistentMap } from 'immutable';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import { type Consumed, decide } from './decide.ts';
import type { LedgerEntry, Product, Stock } from './stock.ts';

type StockEvent = ReceivedEvent<Consumed>;

const userId = '0190f5a0-0000-7000-8000-00000000000a';
const order = (n: number) => `0190f5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const product = (id: string, available: number, priceCents = 1_000): Product => ({
  id,
  name: { fr: `${id} fr`, en: `${id} en` },
  priceCents,
  available,
});
const stockOf = (...products: Product[]): Stock => ({
  products: PersistentMap(products.map((one) => [one.id, one])),
  reservations: PersistentMap(),
  ledger: PersistentList(),
});

function event(type: Consumed, data: object): StockEvent {
  const time = new Date('2026-01-01T00:00:00Z');
  return { type, data, id: type, source: '/test', time, receivedAt: time, traceId: null } as StockEvent;
}
const placed = (orderId: string, items: { productId: string; quantity: number }[]) =>
  event('order.placed', { orderId, userId, items });
const cancelled = (orderId: string) => event('order.cancelled', { orderId, userId, placedAt: null });

function run(stock: Stock, events: readonly StockEvent[]): [Stock, NewEvent[]] {
  const emitted: NewEvent[] = [];
  let state = stock;
  for (const one of events) {
    const [next, newEvents] = decide(state, one);
    state = next;
    emitted.push(...newEvents);
  }
  return [state, emitted];
}

const available = (stock: Stock) => [...stock.products.values()].map(({ id, available: left }) => [id, left]);
const changes = (ledger: Iterable<LedgerEntry>) => [...ledger].map(({ productId, change }) => [productId, change]);

describe('the stock of an order', () => {
  it('is not reserved if a product is on two lines, or the total is more than a database stores', () => {
    const given = stockOf(product('laptop', 5_000, 100_000_000));
    const laptops = (quantity: number) => ({ productId: 'laptop', quantity });
    const [stock, emitted] = run(given, [placed(order(1), [laptops(1), laptops(2)]), placed(order(2), [laptops(43)])]);
    assert.deepEqual(emitted, [
      { type: 'stock.rejected', data: { orderId: order(1), reason: 'duplicate-product', shortages: [] } },
      { type: 'stock.rejected', data: { orderId: order(2), reason: 'total-too-high', shortages: [] } },
    ]);
    assert.deepEqual(available(stock), [['laptop', 5_000]]);
    assert.equal(run(given, [placed(order(3), [laptops(42)])])[1][0]?.type, 'stock.reserved');
  });

  it('is reserved and priced if all items are available', () => {
    const given = stockOf(product('laptop', 5, 129_999), product('mouse', 9, 4_999));
    const when = placed(order(1), [
      { productId: 'laptop', quantity: 2 },
      { productId: 'mouse', quantity: 1 },
    ]);
    const [stock, emitted] = run(given, [when]);
    assert.deepEqual(emitted, [
      {
        type: 'stock.reserved',
        data: {
          orderId: order(1),
          items: [
            { productId: 'laptop', name: { fr: 'laptop fr', en: 'laptop en' }, quantity: 2, unitPriceCents: 129_999 },
            { productId: 'mouse', name: { fr: 'mouse fr', en: 'mouse en' }, quantity: 1, unitPriceCents: 4_999 },
          ],
          totalCents: 264_997,
        },
      },
    ]);
    assert.deepEqual(available(stock), [
      ['laptop', 3],
      ['mouse', 8],
    ]);
    assert.deepEqual(changes(stock.ledger), [
      ['laptop', -2],
      ['mouse', -1],
    ]);
  });

  it('is rejected as a whole if one item is short', () => {
    const given = stockOf(product('laptop', 5), product('mouse', 0));
    const when = placed(order(1), [
      { productId: 'laptop', quantity: 1 },
      { productId: 'mouse', quantity: 1 },
    ]);
    const [stock, emitted] = run(given, [when]);
    const shortages = [{ productId: 'mouse', quantity: 1, available: 0 }];
    const data = { orderId: order(1), reason: 'insufficient-stock', shortages };
    assert.deepEqual(emitted, [{ type: 'stock.rejected', data }]);
    assert.deepEqual(stock.products, given.products);
    assert.deepEqual(changes(stock.ledger), []);
  });

  it('is rejected if a product is unknown', () => {
    const [, emitted] = run(stockOf(), [placed(order(1), [{ productId: 'unicorn', quantity: 1 }])]);
    assert.deepEqual(emitted, [
      { type: 'stock.rejected', data: { orderId: order(1), reason: 'unknown-product', shortages: [] } },
    ]);
  });

  it('is reserved for one order only if it is the last item', () => {
    const items = [{ productId: 'laptop', quantity: 1 }];
    const [stock, emitted] = run(stockOf(product('laptop', 1)), [placed(order(1), items), placed(order(2), items)]);
    assert.deepEqual(
      emitted.map(({ type }) => type),
      ['stock.reserved', 'stock.rejected'],
    );
    assert.deepEqual(available(stock), [['laptop', 0]]);
  });

  it('is released if the order is cancelled', () => {
    const items = [{ productId: 'laptop', quantity: 2 }];
    const [stock, emitted] = run(stockOf(product('laptop', 5)), [placed(order(1), items), cancelled(order(1))]);
    assert.deepEqual(emitted.at(-1), { type: 'stock.released', data: { orderId: order(1) } });
    assert.deepEqual(available(stock), [['laptop', 5]]);
    assert.deepEqual(changes(stock.ledger), [
      ['laptop', -2],
      ['laptop', 2],
    ]);
  });

  it('is released if it was reserved after the order had expired', () => {
    const items = [{ productId: 'laptop', quantity: 2 }];
    const expired = { ...cancelled(order(1)), type: 'order.expired' } as ReceivedEvent<Consumed>;
    const [stock, emitted] = run(stockOf(product('laptop', 5)), [placed(order(1), items), expired]);
    assert.deepEqual(emitted.at(-1), { type: 'stock.released', data: { orderId: order(1) } });
    assert.deepEqual(available(stock), [['laptop', 5]]);
  });

  it('is not reserved if the order was cancelled before it arrived', () => {
    const items = [{ productId: 'laptop', quantity: 2 }];
    const [stock, emitted] = run(stockOf(product('laptop', 5)), [cancelled(order(1)), placed(order(1), items)]);
    assert.deepEqual(emitted, []);
    assert.deepEqual(available(stock), [['laptop', 5]]);
  });
});

describe('the stock, if events arrive in any order and repeatedly', () => {
  const products = ['laptop', 'mouse', 'headset'];
  const orders = fc.array(
    fc.record({
      items: fc.uniqueArray(
        fc.record({ productId: fc.constantFrom(...products, 'unicorn'), quantity: fc.integer({ min: 1, max: 5 }) }),
        { minLength: 1, maxLength: 4, selector: ({ productId }) => productId },
      ),
      cancelled: fc.boolean(),
    }),
    { minLength: 1, maxLength: 12 },
  );
  /** The events of all orders, some of them repeated, interleaved at random. */
  const histories = orders.chain((list) => {
    const events = list.flatMap(({ items, cancelled: isCancelled }, n) => [
      placed(order(n), items),
      ...(isCancelled ? [cancelled(order(n))] : []),
    ]);
    return fc
      .array(fc.constantFrom(...events), { maxLength: events.length })
      .chain((repeated) =>
        fc.shuffledSubarray([...events, ...repeated], { minLength: events.length + repeated.length }),
      );
  });

  it('never sells more than is available, and agrees with the ledger', () => {
    fc.assert(
      fc.property(histories, fc.integer({ min: 0, max: 20 }), (events, initial) => {
        const [stock] = run(stockOf(...products.map((id) => product(id, initial))), events);
        for (const { id, available: left } of stock.products.values()) {
          const sum = stock.ledger
            .filter((line) => line.productId === id)
            .reduce((total, line) => total + line.change, 0);
          assert.ok(left >= 0);
          assert.equal(initial + sum, left);
        }
        const keys = stock.ledger.map(({ orderId, productId, reason }) => `${orderId} ${productId} ${reason}`);
        assert.equal(new Set(keys).size, keys.size, 'one line per order, product and reason');
      }),
    );
  });

  it('is held by reserved orders only, and never by a cancelled order', () => {
    fc.assert(
      fc.property(histories, (events) => {
        const [stock] = run(stockOf(...products.map((id) => product(id, 10))), events);
        const isCancelled = new Set(
          events.filter(({ type }) => type === 'order.cancelled').map((one) => one.data.orderId),
        );
        for (const [orderId, { status }] of stock.reservations) {
          const held = stock.ledger
            .filter((line) => line.orderId === orderId)
            .reduce((sum, line) => sum - line.change, 0);
          assert.equal(held > 0, status === 'reserved');
          if (isCancelled.has(orderId)) assert.notEqual(status, 'reserved');
        }
      }),
    );
  });

  it('ends in the same state whichever event of an order arrives first', () => {
    fc.assert(
      fc.property(orders, ([first]) => {
        assert.ok(first !== undefined);
        const events = [placed(order(1), first.items), cancelled(order(1))];
        const given = stockOf(...products.map((id) => product(id, 10)));
        const [forwards] = run(given, events);
        const [backwards] = run(given, events.toReversed());
        const [repeated] = run(given, [...events, ...events, ...events.toReversed()]);
        for (const stock of [forwards, backwards, repeated]) assert.deepEqual(available(stock), available(given));
      }),
    );
  });
});
