import type { Map as PersistentMap } from 'immutable';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import type { Emitted as EmittedBy } from '#events/emissions.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import type { Decide } from '#events/worker/handler.ts';
import { type Order, type Status, type StockResult, unknownOrder } from './order.ts';

/** Orders by id. The map is persistent because a chunk makes a new version of it for each event. */
export type Orders = PersistentMap<string, Order>;

export type Consumed = Subscribed<'orders'>;
type Emitted = EmittedBy<'order-worker'>;

/**
 * Moves an order through its life cycle: `pending -> confirmed | rejected | cancelled` and `confirmed -> cancelled`. An
 * order settles as soon as `order.placed` and its stock result have arrived, in either order. Nothing leaves `rejected` or
 * `cancelled`.
 */
export const decide: Decide<Orders, Consumed, Emitted> = (orders, event) => {
  const { orderId } = event.data;
  const order = learn(orders.get(orderId) ?? unknownOrder(orderId), event);
  const [next, emitted] = event.type === 'order.cancellation-requested' ? cancel(order, event) : settle(order, event);
  return [orders.set(orderId, next), emitted];
};

/** Adds what the event says to the order. Follows no consequences yet. */
function learn(order: Order, event: ReceivedEvent<Consumed>): Order {
  switch (event.type) {
    case 'order.placed': {
      if (order.placed !== null) return order;
      const { userId, items } = event.data;
      const placed = { userId, at: event.time, traceId: event.traceId, items };
      return step({ ...order, placed }, 'pending', event.time);
    }
    case 'order.cancellation-requested':
      return { ...order, cancelledBy: event.data.userId };
    case 'stock.reserved':
    case 'stock.rejected':
    case 'stock.released':
      return { ...order, stock: learnStock(order.stock, event) };
  }
}

/** Adds a stock event. After an early `stock.released`, `stock.reserved` adds the price, and the stock stays released. */
function learnStock(
  stock: StockResult,
  event: ReceivedEvent<'stock.reserved' | 'stock.rejected' | 'stock.released'>,
): StockResult {
  switch (event.type) {
    case 'stock.reserved': {
      if (stock.status === 'rejected') return stock;
      const { items, totalCents } = event.data;
      return { status: stock.status === 'released' ? 'released' : 'reserved', price: { items, totalCents } };
    }
    case 'stock.rejected':
      return { status: 'rejected', reason: event.data.reason };
    case 'stock.released':
      return { status: 'released', price: 'price' in stock ? stock.price : null };
  }
}

type Settlement = readonly [Order, NewEvent<Emitted>[]];

function cancel(order: Order, event: ReceivedEvent<'order.cancellation-requested'>): Settlement {
  if (order.status !== 'pending' && order.status !== 'confirmed') return [order, []];
  const userId = order.placed?.userId ?? event.data.userId;
  const placedAt = order.placed?.at.toISOString() ?? null;
  const data = { orderId: order.id, userId, placedAt };
  return [step(order, 'cancelled', event.receivedAt), [{ type: 'order.cancelled', data }]];
}

function settle(order: Order, { receivedAt }: ReceivedEvent<Consumed>): Settlement {
  const { id: orderId, placed, stock } = order;
  if (order.status !== 'pending' || placed === null) return [order, []];
  const data = { orderId, userId: placed.userId, placedAt: placed.at.toISOString() };
  switch (stock.status) {
    case 'reserved':
      return [step(order, 'confirmed', receivedAt), [{ type: 'order.confirmed', data: { ...data, ...stock.price } }]];
    case 'rejected':
      return [
        step(order, 'rejected', receivedAt),
        [{ type: 'order.rejected', data: { ...data, reason: stock.reason } }],
      ];
    default:
      return [order, []];
  }
}

/** Adds a step to the history. A late `pending` belongs to the history, but does not change the status. */
function step(order: Order, status: Status, at: Date): Order {
  const history = [...order.history, { status, at }];
  return { ...order, history, status: status === 'pending' ? order.status : status };
}
