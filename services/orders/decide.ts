import type { Map as PersistentMap } from 'immutable';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import type { Emitted as EmittedBy } from '#events/emissions.ts';
import type { Decide } from '#events/worker/handler.ts';
import { latest } from './latest.ts';
import { type Consumed, type Deadline, learn } from './learn.ts';
import { type Order, type Status, unknownOrder } from './order.ts';

export type { Consumed } from './learn.ts';

/** Orders by id. The map is persistent because a chunk makes a new version of it for each event. */
export type Orders = PersistentMap<string, Order>;

type Emitted = EmittedBy<'order-worker'>;

/**
 * Creates the function that moves an order through its life cycle: `pending -> confirmed | rejected | cancelled` and
 * `confirmed -> cancelled`. An order settles as soon as `order.placed` has arrived and its stock result, the request to
 * cancel it, or the news that its deadline has passed, in any order. Nothing leaves `rejected` or `cancelled`.
 */
export const createDecide =
  (deadline: Deadline): Decide<Orders, Consumed, Emitted> =>
  (orders, event) => {
    const { orderId } = event.data;
    const [order, refused] = learn(orders.get(orderId) ?? unknownOrder(orderId), event, deadline);
    const [next, emitted] = settle(order, event);
    return [orders.set(orderId, next), emitted, refused];
  };

type Settlement = readonly [Order, NewEvent<Emitted>[]];

function settle(order: Order, { receivedAt }: ReceivedEvent<Consumed>): Settlement {
  const { id: orderId, status, placed, stock } = order;
  if (placed === null) return [order, []];
  const data = { orderId, userId: placed.userId, placedAt: placed.at.toISOString() };
  const isRequested = order.cancellationRequests.includes(placed.userId);
  if (isRequested && (status === 'pending' || status === 'confirmed')) {
    return [move(order, 'cancelled', receivedAt), [{ type: 'order.cancelled', data }]];
  }
  if (status !== 'pending') return [order, []];
  if (order.isExpired) return [move(order, 'rejected', receivedAt), [{ type: 'order.expired', data }]];
  switch (stock.status) {
    case 'reserved':
      return [move(order, 'confirmed', receivedAt), [{ type: 'order.confirmed', data: { ...data, ...stock.price } }]];
    case 'rejected':
      return [
        move(order, 'rejected', receivedAt),
        [{ type: 'order.rejected', data: { ...data, reason: stock.reason, shortages: stock.shortages } }],
      ];
    default:
      return [order, []];
  }
}

/**
 * Adds a step to the history, not before the steps that the order has already: an event that was received first may wait for
 * the lock of the order, and the clocks of two machines differ.
 */
function move(order: Order, status: Status, receivedAt: Date): Order {
  const at = latest([receivedAt, order.placed?.at, order.changedAt]);
  return { ...order, status, history: [...order.history, { status, at }] };
}
