import type { EventType, ReceivedEvent } from '#events/catalog.ts';
import { sameItems } from '#events/same-items.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import type { Refusal } from '#events/worker/handler.ts';
import type { Order, Placement, StockResult } from './order.ts';

export type Consumed = Subscribed<'orders'>;
type StockEvent = ReceivedEvent<'stock.reserved' | 'stock.rejected' | 'stock.released'>;

/** The time in which the stock of an order must be decided, in milliseconds. It begins when the order is placed. */
export type Deadline = number;

/** An order with what an event says about it, and the claims that contradict what is known of the order. */
type Learned = readonly [Order, readonly Refusal[]];

/** Adds what an event says to the order, unless it contradicts what is known. Follows no consequences yet. */
export function learn(order: Order, event: ReceivedEvent<Consumed>, deadline: Deadline): Learned {
  switch (event.type) {
    case 'order.placed':
      return learnPlacement(order, event);
    case 'order.cancellation-requested':
      return learnCancellation(order, event.data.userId);
    case 'order.overdue':
      return learnDeadline(order, event.receivedAt, deadline);
    default:
      return learnStock(order, event);
  }
}

/** Adds the placement. Checks it against what arrived earlier, so that the result does not depend on the sequence. */
function learnPlacement(order: Order, { data, time, traceId }: ReceivedEvent<'order.placed'>): Learned {
  const { userId, items } = data;
  if (order.placed !== null) {
    const isRepeated = order.placed.userId === userId && sameItems(order.placed.items, items);
    return [order, isRepeated ? [] : [refuse('order.placed', 'the order was placed before with other contents')]];
  }
  const placed: Placement = { userId, at: time, traceId, items };
  const history = [...order.history, { status: 'pending' as const, at: time }];
  const own = order.cancellationRequests.filter((requester) => requester === userId);
  const refused = order.cancellationRequests.filter((requester) => requester !== userId).map(refuseCancellation);
  const learned = { ...order, placed, history, cancellationRequests: own };
  if (isPriceOf(items, order.stock)) return [learned, refused];
  return [{ ...learned, stock: { status: 'unknown' } }, [...refused, refusePrice()]];
}

function learnCancellation(order: Order, userId: string): Learned {
  if (order.placed !== null && order.placed.userId !== userId) return [order, [refuseCancellation()]];
  if (order.cancellationRequests.includes(userId)) return [order, []];
  return [{ ...order, cancellationRequests: [...order.cancellationRequests, userId] }, []];
}

/**
 * An order expires if it is still pending after its deadline. The time of the message counts, not the time that it claims.
 * A claim about an order that is settled meanwhile is too late, not wrong.
 */
function learnDeadline(order: Order, receivedAt: Date, deadline: Deadline): Learned {
  const { placed, status, stock } = order;
  if (placed === null || receivedAt.getTime() < placed.at.getTime() + deadline) {
    return [order, [refuse('order.overdue', 'the deadline of the order has not passed')]];
  }
  return [status === 'pending' && stock.status === 'unknown' ? { ...order, isExpired: true } : order, []];
}

/** Adds a stock event. The first decision about the stock stays; a release may arrive before the reservation. */
function learnStock(order: Order, event: StockEvent): Learned {
  const { stock, placed } = order;
  // Too late: a reservation is released when the product worker learns that the order has expired.
  if (order.isExpired) return [order, []];
  switch (event.type) {
    case 'stock.reserved': {
      const { items, totalCents } = event.data;
      if (placed !== null && !sameItems(placed.items, items)) return [order, [refusePrice()]];
      if (stock.status === 'rejected') return [order, [refuseDecision(event)]];
      if ('price' in stock && stock.price !== null) {
        return [order, stock.price.totalCents === totalCents ? [] : [refuseDecision(event)]];
      }
      const status = stock.status === 'released' ? 'released' : 'reserved';
      return [{ ...order, stock: { status, price: { items, totalCents } } }, []];
    }
    case 'stock.rejected':
      if (stock.status === 'rejected') return [order, []];
      if (stock.status !== 'unknown') return [order, [refuseDecision(event)]];
      return [
        { ...order, stock: { status: 'rejected', reason: event.data.reason, shortages: event.data.shortages } },
        [],
      ];
    case 'stock.released':
      return [{ ...order, stock: { status: 'released', price: 'price' in stock ? stock.price : null } }, []];
  }
}

/** Returns true unless the stock was reserved for other items. */
function isPriceOf(items: Placement['items'], stock: StockResult): boolean {
  return !('price' in stock) || stock.price === null || sameItems(items, stock.price.items);
}

const refuse = (type: EventType, reason: string): Refusal => ({ type, reason });
const refuseCancellation = () => refuse('order.cancellation-requested', 'the order belongs to another user');
const refusePrice = () => refuse('stock.reserved', 'the reserved items are not those of the order');
const refuseDecision = ({ type }: StockEvent) => refuse(type, 'the stock of the order was decided before');
