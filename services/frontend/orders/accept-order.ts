import { context, trace } from '@opentelemetry/api';
import type { EventData } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { withOrder } from '#events/trace.ts';
import { logger } from '#telemetry/logger.ts';
import { ordersPlaced } from '../metrics.ts';
import type { Shop } from '../shop.ts';
import type { Order } from './order.ts';
import { createItemsCheck, requireSameItems } from './placed-items.ts';

type Placement = EventData<'order.placed'>;

/**
 * A function that accepts an order. It resolves only after Kafka has acknowledged the event. A repeated request for an
 * order that is stored, known from its events, or being published, resolves with the same order in its current state.
 * @param token the token of the user, for order-service
 * @throws {OtherItems} if the order was placed with other items
 * @throws {Problem} 422 for an unknown product; 503 while Kafka is unavailable
 */
export type AcceptOrder = (placement: Placement, token: string) => Promise<Order>;

/**
 * Creates the function that accepts orders. It remembers which orders are being published. While order-service is
 * unavailable, a repeated request for an order that this process has forgotten is published again. The workers ignore
 * it, and report it if its items differ.
 */
export function createAcceptOrder(
  shop: Pick<Shop, 'products' | 'publish' | 'liveOrders' | 'lookUpOrder'>,
): AcceptOrder {
  const { publish, liveOrders, lookUpOrder } = shop;
  const rejectUnknownProducts = createItemsCheck(shop.products);
  const publishing = new Map<string, { items: Placement['items']; accepted: Promise<Order> }>();

  return async (placement, token) => {
    const { orderId, items } = placement;
    trace.getActiveSpan()?.setAttribute('order.id', orderId);
    const stored = await lookUpOrder({ orderId, token });
    const placed = stored === undefined ? liveOrders.get(orderId) : liveOrders.latest(stored);
    // Some events do not contain the items. The workers compare those of an order that is known from such an event only.
    if (placed !== undefined && placed.items.length > 0) {
      requireSameItems(placed, items);
      return placed;
    }
    const earlier = publishing.get(orderId);
    if (earlier === undefined) return begin(placement);
    requireSameItems(earlier, items);
    return earlier.accepted;
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
    logger.info('order accepted', { event: 'order.accepted', 'user.id': placement.userId });
    return order;
  }
}
