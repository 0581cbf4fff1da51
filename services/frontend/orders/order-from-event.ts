import type { ReceivedEvent } from '#events/catalog.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import type { Order, Status } from './order.ts';

export type OrderEvent = ReceivedEvent<Subscribed<'frontend'>>;

/** Returns the order as far as a single event describes it. */
export function orderFromEvent(event: OrderEvent): Order {
  const { orderId, userId } = event.data;
  const at = event.time.toISOString();
  const placedAt = ('placedAt' in event.data ? event.data.placedAt : null) ?? at;
  const placed: Order = {
    orderId,
    userId,
    status: 'pending',
    items: [],
    totalCents: null,
    reason: null,
    shortages: [],
    history: [{ status: 'pending', at: placedAt }],
    traceId: event.traceId,
    placedAt,
  };
  const moveTo = (status: Status) => ({ status, history: [...placed.history, { status, at }] });
  switch (event.type) {
    case 'order.placed':
      return { ...placed, items: event.data.items.map((item) => ({ ...item, name: null, unitPriceCents: null })) };
    case 'order.confirmed':
      return { ...placed, ...moveTo('confirmed'), items: event.data.items, totalCents: event.data.totalCents };
    case 'order.rejected':
      return { ...placed, ...moveTo('rejected'), reason: event.data.reason, shortages: event.data.shortages };
    case 'order.expired':
      // This event has the trace of the search for overdue orders.
      return { ...placed, ...moveTo('rejected'), reason: 'expired', traceId: null };
    case 'order.cancelled':
      // This event has the trace of the cancellation request, not the trace of the order.
      return { ...placed, ...moveTo('cancelled'), traceId: null };
  }
}
