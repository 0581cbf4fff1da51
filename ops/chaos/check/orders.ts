import { v5 as uuidv5 } from 'uuid';
import type { Cancelling, Item, Order } from '../journal.ts';
import type { State, Status, StoredOrder } from './state.ts';
import type { Violation } from './violation.ts';

/** Every order that was answered 202 is there, as its customer's. */
export const acceptedExist = (placed: readonly Order[], { orders }: State): Violation[] =>
  accepted(placed).flatMap(({ order: { userId }, id }) => {
    const stored = orders.get(id);
    const invariant = 'every accepted order exists';
    if (stored === undefined || stored.placedAt === null) return [{ invariant, found: 'it is missing', orderId: id }];
    return stored.userId === userId ? [] : [{ invariant, found: `it is the order of ${stored.userId}`, orderId: id }];
  });

export const acceptedSettled = (placed: readonly Order[], { orders }: State): Violation[] =>
  accepted(placed)
    .filter(({ id }) => orders.get(id)?.status === 'pending')
    .map(({ id }) => ({ invariant: 'every accepted order is settled', found: 'it is pending', orderId: id }));

/** All requests under one key are answered with the one order that the key stands for. */
export const sameKeyOneOrder = (placed: readonly Order[]): Violation[] =>
  placed.flatMap(({ userId, key, ids }) =>
    ids
      .filter((id) => id !== uuidv5(key, userId))
      .map((orderId) => ({ invariant: 'same key, one order', found: `key ${key} gave another order`, orderId })),
  );

/** Nothing is there that nobody asked for. */
export function nothingUnasked(placed: readonly Order[], { orders }: State): Violation[] {
  const asked = new Set(placed.map(({ userId, key }) => uuidv5(key, userId)));
  return [...orders.keys()]
    .filter((id) => !asked.has(id))
    .map((orderId) => ({ invariant: 'every order was asked for', found: 'nobody asked for it', orderId }));
}

/** An order has the items of one of the requests for it: two requests under one key are not mixed. */
export function itemsAsOrdered(placed: readonly Order[], { orders }: State): Violation[] {
  const wanted = new Map(placed.map((order) => [uuidv5(order.key, order.userId), order.wanted]));
  return [...orders.values()]
    .filter(({ id, items, placedAt }) => placedAt !== null && !wanted.get(id)?.some((one) => same(one, items)))
    .map(({ id, items }) => ({
      invariant: 'an order has the items that were ordered',
      found: `it has ${JSON.stringify(items)}`,
      orderId: id,
    }));
}

/** Ways through the state graph. An order whose cancellation is known before itself has no `pending` yet. */
const paths = new Set([
  '',
  'pending',
  'pending confirmed',
  'pending rejected',
  'pending cancelled',
  'pending confirmed cancelled',
  'cancelled',
]);

export const historyIsPath = ({ orders }: State): Violation[] =>
  [...orders.values()].flatMap((order) => {
    const way = order.history.map(({ status }) => status).join(' ');
    const invariant = 'history is a path of the state graph';
    if (!paths.has(way)) return [{ invariant, found: way, orderId: order.id }];
    return reached(order) === order.status
      ? []
      : [{ invariant, found: `${way}, but it is ${order.status}`, orderId: order.id }];
  });

const reached = ({ history }: StoredOrder): Status => history.at(-1)?.status ?? 'pending';

/** A cancellation that was answered 202 leaves an order cancelled, or rejected. */
export const cancelledAsAsked = (cancellings: readonly Cancelling[], { orders }: State): Violation[] =>
  [...new Set(cancellings.filter(({ status }) => status === 202).map(({ orderId }) => orderId))].flatMap((orderId) => {
    const status = orders.get(orderId)?.status;
    if (status === 'cancelled' || status === 'rejected') return [];
    return [{ invariant: 'an accepted cancellation is done', found: `it is ${status}`, orderId }];
  });

const accepted = (placed: readonly Order[]): { order: Order; id: string }[] =>
  placed.flatMap((order) => order.ids.map((id) => ({ order, id })));

function same(some: readonly Item[], others: readonly Item[]): boolean {
  const quantities = new Map(some.map(({ productId, quantity }) => [productId, quantity]));
  return some.length === others.length && others.every((item) => quantities.get(item.productId) === item.quantity);
}
