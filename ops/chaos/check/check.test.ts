import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { v5 as uuidv5 } from 'uuid';
import type { Order } from '../journal.ts';
import type { Message } from '../topics.ts';
import { lettersAreComplete, onlyPoisonIsBuried, poisonHeader, poisonIsBuried } from './dead-letters.ts';
import { copiesAreAlike, storedIsTold, toldAgain, toldIsTrue } from './events.ts';
import {
  acceptedExist,
  acceptedSettled,
  cancelledAsAsked,
  historyIsPath,
  itemsAsOrdered,
  nothingUnasked,
  sameKeyOneOrder,
} from './orders.ts';
import type { LedgerLine, State, Status, StoredOrder } from './state.ts';
import { oneLineEach, reservationsAreCovered, settledHoldTheirs, stockIsExplained } from './stock.ts';
import type { Violation } from './violation.ts';

const userId = '7f0c6f5e-3a55-4c0e-9a0a-0f3a3a3f1c11';
const id = uuidv5('key', userId);
const items = [{ productId: 'mouse', quantity: 2 }];
const placed: Order = { userId, key: 'key', wanted: [items], ids: [id], acceptedAt: 0, placings: [] };
const reserved: LedgerLine = { orderId: id, productId: 'mouse', reason: 'reserved', change: -2 };
const released: LedgerLine = { ...reserved, reason: 'released', change: 2 };

const history = (...statuses: Status[]) => statuses.map((status, n) => ({ status, at: new Date(n) }));

const order = (change: Partial<StoredOrder> = {}): StoredOrder => ({
  id,
  userId,
  status: 'confirmed',
  stock: 'reserved',
  items,
  placedAt: new Date(0),
  history: history('pending', 'confirmed'),
  ...change,
});

/** One order, confirmed, and what follows from it. */
function state(change: Partial<State> & { order?: StoredOrder | null } = {}): State {
  const { order: one = order(), ...rest } = change;
  return {
    orders: new Map(one === null ? [] : [[id, one]]),
    products: [{ id: 'mouse', initial: 10, available: 8 }],
    reservations: new Map([[id, 'reserved']]),
    ledger: [reserved],
    ...rest,
  };
}

const message = (type: string, change: Partial<Message> = {}): Message => ({
  topic: 'orders',
  partition: 0,
  offset: 0n,
  key: id,
  value: Buffer.from('{}'),
  headers: { ce_id: `${type} of ${id}`, ce_time: '2026-01-01T00:00:00.000Z' },
  type,
  ...change,
});

const isClean = (violations: Violation[]) => assert.deepEqual(violations, []);
const finds = (violations: Violation[], found: RegExp, orderId: string | null = id) => {
  assert.equal(violations.length, 1, JSON.stringify(violations));
  assert.match(violations[0]?.found ?? '', found);
  assert.equal(violations[0]?.orderId ?? null, orderId);
};

describe('the checker is content with', () => {
  it('an order that was confirmed', () => {
    isClean([
      ...acceptedExist([placed], state()),
      ...acceptedSettled([placed], state()),
      ...sameKeyOneOrder([placed]),
      ...nothingUnasked([placed], state()),
      ...itemsAsOrdered([placed], state()),
      ...historyIsPath(state()),
      ...oneLineEach(state()),
      ...stockIsExplained(state()),
      ...reservationsAreCovered(state()),
      ...settledHoldTheirs(state()),
      ...toldIsTrue([message('stock.reserved'), message('order.confirmed'), message('order.placed')], state()),
      ...storedIsTold([message('stock.reserved'), message('order.confirmed')], state()),
    ]);
  });

  it('one that was cancelled after that', () => {
    const cancelled = state({
      order: order({ status: 'cancelled', history: history('pending', 'confirmed', 'cancelled') }),
      products: [{ id: 'mouse', initial: 10, available: 10 }],
      reservations: new Map([[id, 'released']]),
      ledger: [reserved, released],
    });
    isClean([
      ...historyIsPath(cancelled),
      ...cancelledAsAsked([{ kind: 'cancelling', at: 0, orderId: id, status: 202 }], cancelled),
      ...stockIsExplained(cancelled),
      ...reservationsAreCovered(cancelled),
      ...settledHoldTheirs(cancelled),
    ]);
  });
});

describe('the checker finds', () => {
  it('an accepted order that is missing, another customer’s, or pending', () => {
    finds(acceptedExist([placed], state({ order: null })), /missing/);
    finds(acceptedExist([placed], state({ order: order({ placedAt: null }) })), /missing/);
    finds(acceptedExist([placed], state({ order: order({ userId: 'another' }) })), /order of another/);
    finds(acceptedSettled([placed], state({ order: order({ status: 'pending' }) })), /pending/);
  });

  it('a second order under one key, and one that nobody asked for', () => {
    finds(sameKeyOneOrder([{ ...placed, ids: [id, userId] }]), /key key/, userId);
    finds(nothingUnasked([], state()), /nobody/);
  });

  it('items that were not ordered', () => {
    const more = order({ items: [{ productId: 'mouse', quantity: 3 }] });
    finds(itemsAsOrdered([placed], state({ order: more })), /"quantity":3/);
  });

  it('a history that no order can have, or that ends elsewhere', () => {
    const jump = order({ status: 'confirmed', history: history('pending', 'rejected', 'confirmed') });
    finds(historyIsPath(state({ order: jump })), /pending rejected confirmed/);
    finds(historyIsPath(state({ order: order({ status: 'rejected' }) })), /it is rejected/);
  });

  it('a cancellation that was accepted and not done', () => {
    finds(cancelledAsAsked([{ kind: 'cancelling', at: 0, orderId: id, status: 202 }], state()), /confirmed/);
    isClean(cancelledAsAsked([{ kind: 'cancelling', at: 0, orderId: id, status: 503 }], state()));
  });

  it('stock that was taken twice, is not explained, or below zero', () => {
    finds(oneLineEach(state({ ledger: [reserved, reserved] })), /2 of mouse/);
    const stock = (initial: number, available: number) => state({ products: [{ id: 'mouse', initial, available }] });
    finds(stockIsExplained(stock(10, 9)), /8 explained, 9/, null);
    finds(stockIsExplained(stock(1, -1)), /-1 explained, -1/, null);
  });

  it('a reservation that its ledger does not cover', () => {
    finds(reservationsAreCovered(state({ ledger: [] })), /^reserved, and \[\]/);
    finds(reservationsAreCovered(state({ reservations: new Map() })), /^none/);
    finds(reservationsAreCovered(state({ reservations: new Map([[id, 'released']]) })), /^released/);
    finds(reservationsAreCovered(state({ reservations: new Map([[id, 'rejected']]) })), /^rejected/);
  });

  it('a settled order that holds what is not its', () => {
    finds(settledHoldTheirs(state({ order: order({ status: 'rejected' }) })), /2 of mouse/);
    finds(settledHoldTheirs(state({ order: order({ status: 'cancelled' }) })), /2 of mouse/);
    finds(settledHoldTheirs(state({ ledger: [] })), /0 of mouse/);
  });

  it('an event that tells what is not so, and a change that nobody was told of', () => {
    finds(toldIsTrue([message('stock.reserved')], state({ reservations: new Map() })), /stock.reserved/);
    finds(toldIsTrue([message('order.cancelled')], state()), /order.cancelled/);
    finds(storedIsTold([message('stock.reserved')], state()), /order.confirmed/);
    finds(storedIsTold([message('order.confirmed')], state()), /stock.reserved/);
  });

  it('an event that was decided twice', () => {
    const event = message('order.confirmed');
    isClean(copiesAreAlike([event, event]));
    const later = { ...event, headers: { ...event.headers, ce_time: '2026-01-01T00:00:01.000Z' } };
    finds(copiesAreAlike([event, later]), /2 different copies of order.confirmed/);
    const asked = message('order.placed');
    isClean(copiesAreAlike([asked, { ...asked, headers: { ...asked.headers, ce_time: 'later' } }]));
    finds(copiesAreAlike([asked, { ...asked, headers: { ce_id: 'another' } }]), /order.placed/);
  });

  it('an event that is not published again when its message comes again', () => {
    const copies = [message('order.placed'), message('stock.reserved'), message('stock.reserved')];
    isClean(toldAgain(copies, [...copies, message('stock.reserved')]));
    finds(toldAgain(copies, copies), /stock.reserved was not published again/);
    isClean(toldAgain([message('stock.reserved')], [message('stock.reserved')]));
  });
});

describe('of dead letters the checker finds', () => {
  const origin = message('order.placed', { offset: 7n, headers: { [poisonHeader]: 'p' } });
  const letter = message('order.placed', {
    topic: 'orders.dlq',
    headers: {
      [poisonHeader]: 'p',
      dlq_reason: 'invalid-json',
      dlq_topic: 'orders',
      dlq_partition: '0',
      dlq_offset: '7',
      dlq_group: 'orders',
      dlq_attempts: '1',
      traceparent: `00-${'a'.repeat(32)}-${'b'.repeat(16)}-01`,
    },
  });
  const poisoning = { kind: 'poisoning', id: 'p', variety: 'bad JSON', topic: 'orders', groups: ['orders'] } as const;
  const facts = { letters: [letter], messages: [origin], poisonings: [poisoning], jammed: new Set<string>() };

  it('nothing when they are as they should be', () => {
    isClean([...lettersAreComplete(facts), ...onlyPoisonIsBuried(facts), ...poisonIsBuried(facts)]);
  });

  for (const [header, lack] of [
    ['dlq_reason', 'reason'],
    ['dlq_attempts', 'attempts'],
    ['dlq_offset', 'origin'],
    ['traceparent', 'traceparent'],
  ] as const) {
    it(`one without its ${lack}`, () => {
      const { [header]: _, ...headers } = letter.headers;
      finds(lettersAreComplete({ ...facts, letters: [{ ...letter, headers }] }), new RegExp(lack), null);
    });
  }

  it('one whose message is another than its origin', () => {
    const other = { ...letter, value: Buffer.from('other') };
    finds(lettersAreComplete({ ...facts, letters: [other] }), /origin/, null);
  });

  it('one of a message that was no poison, unless its order was jammed', () => {
    const { [poisonHeader]: _, ...headers } = letter.headers;
    const letters = [{ ...letter, headers }];
    finds(onlyPoisonIsBuried({ ...facts, letters }), /invalid-json/);
    isClean(onlyPoisonIsBuried({ ...facts, letters, jammed: new Set([id]) }));
  });

  it('poison that a group did not bury', () => {
    const poisonings = [{ ...poisoning, groups: ['orders', 'products'] }];
    finds(poisonIsBuried({ ...facts, poisonings }), /no dead letter of products/, null);
  });
});
