import { context, trace } from '@opentelemetry/api';
import type { EventData } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { withOrder } from '#events/trace.ts';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import { ordersPlaced } from '../metrics.ts';
import type { Shop } from '../shop.ts';
import type { Order } from './order.ts';
import { createItemsCheck, sameItems } from './placed-items.ts';

type Placement = EventData<'order.placed'>;

/**
 * A function that accepts an order. It resolves only after Kafka has acknowledged the event. A repeated request for an
 * order that is known, or being published, resolves with the same order.
 * @throws {Problem} 422 for an unknown product, or if the order was placed with other items; 503 while Kafka is unavailable
 */
export type AcceptOrder = (placement: Placement) => Promise<Order>;

/** Creates the function that accepts orders. It remembers which orders are being published. */
export function createAcceptOrder(shop: Pick<Shop, 'products' | 'publish' | 'liveOrders'>): AcceptOrder {
  const { publish, liveOrders } = shop;
  const rejectUnknownProducts = createItemsCheck(shop.products);
  const publishing = new Map<string, { items: Placement['items']; accepted: Promise<Order> }>();

  return async (placement) => {
    const { orderId, items } = placement;
    trace.getActiveSpan()?.setAttribute('order.id', orderId);
    const placed = liveOrders.get(orderId);
    const before = placed ?? publishing.get(orderId);
    if (before !== undefined && before.items.length > 0 && !sameItems(before.items, items)) throw otherItems();
    return placed ?? publishing.get(orderId)?.accepted ?? begin(placement);
  };

  /** Places a new order. Identical requests that arrive before it is published share its promise. */
  function begin(placement: Placement): Promise<Order> {
    const { orderId, items } = placement;
    const accepted = context
      .with(withOrder(context.active(), orderId), () => place(placement))
      .finally(() => publishing.delete(orderId));
    publishing.set(orderId, { items, accepted });
    return accepted;
  }

  async function place(placement: Placement): Promise<Order> {
    await rejectUnknownProducts(placement.items);
    await publish([{ type: 'order.placed', data: placement }]);
    const receivedAt = new Date();
    const traceId = trace.getActiveSpan()?.spanContext().traceId ?? null;
    const event = createEvent({ type: 'order.placed', data: placement }, receivedAt);
    const order = liveOrders.apply({ ...event, receivedAt, traceId });
    ordersPlaced.add(1);
    logger.info('order accepted', { 'user.id': placement.userId });
    return order;
  }
}

const otherItems = () =>
  new Problem(422, 'Idempotency-Key used before', {
    detail:
      'An order with other items was placed with this Idempotency-Key. Send the same items, or use a new Idempotency-Key.',
  });
