import { v5 as uuidv5 } from 'uuid';
import type { Item } from '../../clients/order.ts';
import type { CancellationRequest } from '../journal.ts';
import type { RequestedOrder } from '../requested-orders.ts';
import type { State, Status, StoredOrder } from './state.ts';
import type { Violation } from './violation.ts';

/** Checks that every accepted order (202) exists and belongs to its customer. */
export const acceptedOrdersExist = (requested: readonly RequestedOrder[], { orders }: State): Violation[] =>
  accepted(requested).flatMap(({ order: { userId }, id }) => {
    const stored = orders.get(id);
    const invariant = 'every accepted order exists';
    if (stored === undefined || stored.placedAt === null) return [{ invariant, found: 'it is missing', orderId: id }];
    return stored.userId === userId ? [] : [{ invariant, found: `it is the order of ${stored.userId}`, orderId: id }];
  });

/** Checks that every accepted order (202) is settled. */
export const acceptedOrdersSettle = (requested: readonly RequestedOrder[], { orders }: State): Violation[] =>
  accepted(requested)
    .filter(({ id }) => orders.get(id)?.status === 'pending')
    .map(({ id }) => ({ invariant: 'every accepted order is settled', found: 'it is pending', orderId: id }));

/** Checks that all requests with one key returned the same order, whose id is derived from the key. */
export const sameKeySameOrder = (requested: readonly RequestedOrder[]): Violation[] =>
  requested.flatMap(({ userId, key, ids }) =>
    ids
      .filter((id) => id !== uuidv5(key, userId))
      .map((orderId) => ({ invariant: 'same key, one order', found: `key ${key} gave another order`, orderId })),
  );

/** Checks that every stored order was requested by a customer. */
export function everyOrderWasRequested(requested: readonly RequestedOrder[], { orders }: State): Violation[] {
  const ids = new Set(requested.map(({ userId, key }) => uuidv5(key, userId)));
  return [...orders.keys()]
    .filter((id) => !ids.has(id))
    .map((orderId) => ({ invariant: 'every order was requested', found: 'no customer requested it', orderId }));
}

/** Checks that an order has the items of one of its requests: requests under one key must not be merged. */
export function itemsMatchRequest(requested: readonly RequestedOrder[], { orders }: State): Violation[] {
  const itemsOf = new Map(requested.map((order) => [uuidv5(order.key, order.userId), order.items]));
  return [...orders.values()]
    .filter(({ id, items, placedAt }) => placedAt !== null && !itemsOf.get(id)?.some((one) => same(one, items)))
    .map(({ id, items }) => ({
      invariant: 'an order has the items that were ordered',
      found: `it has ${JSON.stringify(items)}`,
      orderId: id,
    }));
}

/** The paths of the state graph. If the cancellation is read before the order, the history has no `pending` yet. */
const paths = new Set([
  '',
  'pending',
  'pending confirmed',
  'pending rejected',
  'pending cancelled',
  'pending confirmed cancelled',
  'cancelled',
]);

/** Checks that every order's history is a path of the state graph that ends with the order's status. */
export const historyIsValid = ({ orders }: State): Violation[] =>
  [...orders.values()].flatMap((order) => {
    const path = order.history.map(({ status }) => status).join(' ');
    const invariant = 'history is a path of the state graph';
    if (!paths.has(path)) return [{ invariant, found: path, orderId: order.id }];
    return lastStatus(order) === order.status
      ? []
      : [{ invariant, found: `${path}, but it is ${order.status}`, orderId: order.id }];
  });

const lastStatus = ({ history }: StoredOrder): Status => history.at(-1)?.status ?? 'pending';

/** Checks that an order whose cancellation was accepted (202) is cancelled or rejected. */
export const cancellationsTakeEffect = (requests: readonly CancellationRequest[], { orders }: State): Violation[] =>
  [...new Set(requests.filter(({ status }) => status === 202).map(({ orderId }) => orderId))].flatMap((orderId) => {
    const status = orders.get(orderId)?.status;
    if (status === 'cancelled' || status === 'rejected') return [];
    return [{ invariant: 'an accepted cancellation takes effect', found: `it is ${status}`, orderId }];
  });

const accepted = (requested: readonly RequestedOrder[]): { order: RequestedOrder; id: string }[] =>
  requested.flatMap((order) => order.ids.map((id) => ({ order, id })));

function same(some: readonly Item[], others: readonly Item[]): boolean {
  const quantities = new Map(some.map(({ productId, quantity }) => [productId, quantity]));
  return some.length === others.length && others.every((item) => quantities.get(item.productId) === item.quantity);
}
