import type { Map as PersistentMap } from 'immutable';
import type { EventData, NewEvent, ReceivedEvent } from '#events/catalog.ts';
import type { Decide } from '#events/worker/handler.ts';

type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

/** What the order worker knows of an order. Its events may come in any order: what is null has not come yet. */
export interface Order {
  id: string;
  status: Status;
  userId: string | null;
  placedAt: Date | null;
  traceId: string | null;
  stock: 'unknown' | 'reserved' | 'rejected' | 'released';
  /** With name and price once the stock is reserved. */
  items: EventData<'order.placed'>['items'] | EventData<'stock.reserved'>['items'] | null;
  totalCents: number | null;
  /** Why the stock was rejected. */
  reason: EventData<'stock.rejected'>['reason'] | null;
  /** Steps of the history that are not written yet. */
  history: readonly { status: Status; at: Date }[];
}

/** Orders by id. A persistent map: a chunk makes one new version for each of its events. */
export type Orders = PersistentMap<string, Order>;

type Consumed =
  | 'order.placed'
  | 'order.cancellation-requested'
  | 'stock.reserved'
  | 'stock.rejected'
  | 'stock.released';
type Emitted = 'order.confirmed' | 'order.rejected' | 'order.cancelled';

/**
 * The life cycle of an order: `pending -> confirmed | rejected | cancelled` and `confirmed -> cancelled`. It is settled
 * as soon as both the order and its stock result are known, whichever comes first. Nothing leaves `rejected` or
 * `cancelled`.
 */
export const decide: Decide<Orders, Consumed, Emitted> = (orders, event) => {
  const known = orders.get(event.data.orderId) ?? unknownOrder(event.data.orderId);
  const informed = learn(known, event);
  const [next, emitted] = settle(informed, event);
  return [orders.set(next.id, next), emitted];
};

export function unknownOrder(id: string): Order {
  return {
    id,
    status: 'pending',
    userId: null,
    placedAt: null,
    traceId: null,
    stock: 'unknown',
    items: null,
    totalCents: null,
    reason: null,
    history: [],
  };
}

/** What the event tells of the order, before anything follows from it. */
function learn(order: Order, event: ReceivedEvent<Consumed>): Order {
  switch (event.type) {
    case 'order.placed': {
      if (order.placedAt !== null) return order;
      const { userId, items } = event.data;
      const placed = {
        ...order,
        userId,
        placedAt: event.time,
        traceId: event.traceId,
        items: order.items ?? items,
      };
      return step(placed, 'pending', event.time);
    }
    case 'order.cancellation-requested':
      return { ...order, userId: order.userId ?? event.data.userId };
    case 'stock.reserved': {
      const { items, totalCents } = event.data;
      return { ...order, stock: order.stock === 'unknown' ? 'reserved' : order.stock, items, totalCents };
    }
    case 'stock.rejected':
      return { ...order, stock: 'rejected', reason: event.data.reason };
    case 'stock.released':
      return { ...order, stock: 'released' };
  }
}

/** What follows from what is known by now. */
function settle(order: Order, event: ReceivedEvent<Consumed>): readonly [Order, NewEvent<Emitted>[]] {
  const { id: orderId, userId, items, totalCents, reason } = order;
  const placedAt = order.placedAt?.toISOString() ?? null;
  const at = event.receivedAt;
  const open = order.status === 'pending' || order.status === 'confirmed';
  if (event.type === 'order.cancellation-requested' && open && userId !== null) {
    return [step(order, 'cancelled', at), [{ type: 'order.cancelled', data: { orderId, userId, placedAt } }]];
  }
  if (order.status !== 'pending' || userId === null || placedAt === null) return [order, []];
  if (order.stock === 'rejected' && reason !== null) {
    return [step(order, 'rejected', at), [{ type: 'order.rejected', data: { orderId, userId, reason, placedAt } }]];
  }
  if (order.stock === 'reserved' && totalCents !== null && isPriced(items)) {
    const data = { orderId, userId, items, totalCents, placedAt };
    return [step(order, 'confirmed', at), [{ type: 'order.confirmed', data }]];
  }
  return [order, []];
}

function isPriced(items: Order['items']): items is EventData<'stock.reserved'>['items'] {
  return items?.every((item) => 'unitPriceCents' in item) ?? false;
}

/** `placed` may be late: its `pending` belongs to the history, but is no step back. */
function step(order: Order, status: Status, at: Date): Order {
  const history = [...order.history, { status, at }];
  return { ...order, history, status: status === 'pending' ? order.status : status };
}
