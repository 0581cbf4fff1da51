import { context, trace } from '@opentelemetry/api';
import type { EventData } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { withOrder } from '#events/trace.ts';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import { ordersPlaced } from './metrics.ts';
import type { Order } from './order.ts';
import type { Shop } from './shop.ts';

type Placement = EventData<'order.placed'>;
type Items = Placement['items'];

/**
 * Accepts an order: resolves when Kafka has acknowledged its event, and not before. Asked again for an order that is
 * known or on its way, it is the same order.
 * @throws {Problem} 422 for an unknown product, or an order that was placed with other items; 503 while the broker is away
 */
export type AcceptOrder = (placement: Placement) => Promise<Order>;

export function acceptOrders({ catalogue, publish, live }: Pick<Shop, 'catalogue' | 'publish' | 'live'>): AcceptOrder {
  /** Orders whose event is on its way. */
  const placing = new Map<string, { items: Items; accepted: Promise<Order> }>();

  return async (placement) => {
    const { orderId, items } = placement;
    trace.getActiveSpan()?.setAttribute('order.id', orderId);
    const placed = live.get(orderId);
    const before = placed ?? placing.get(orderId);
    if (before !== undefined && before.items.length > 0 && !sameItems(before.items, items)) throw otherItems();
    return placed ?? placing.get(orderId)?.accepted ?? begin(placement);
  };

  /** Places an order that is not known, once for all who ask meanwhile. */
  function begin(placement: Placement): Promise<Order> {
    const { orderId, items } = placement;
    const accepted = context
      .with(withOrder(context.active(), orderId), () => place(placement))
      .finally(() => placing.delete(orderId));
    placing.set(orderId, { items, accepted });
    return accepted;
  }

  async function place(placement: Placement): Promise<Order> {
    await refuseUnknown(placement.items);
    await publish([{ type: 'order.placed', data: placement }]);
    const receivedAt = new Date();
    const traceId = trace.getActiveSpan()?.spanContext().traceId ?? null;
    const event = createEvent({ type: 'order.placed', data: placement }, receivedAt);
    const order = live.apply({ ...event, receivedAt, traceId });
    ordersPlaced.add(1);
    logger.info('order accepted', { 'user.id': placement.userId });
    return order;
  }

  async function refuseUnknown(items: Items): Promise<void> {
    const unknown = await catalogue.unknown(items.map(({ productId }) => productId));
    if (unknown.length === 0) return;
    throw new Problem(422, 'Unknown product', {
      errors: items.flatMap(({ productId }, n) =>
        unknown.includes(productId) ? [{ path: `items[${n}].productId`, message: 'There is no such product' }] : [],
      ),
    });
  }
}

function sameItems(some: readonly { productId: string; quantity: number }[], others: Items): boolean {
  const wanted = new Map(others.map(({ productId, quantity }) => [productId, quantity]));
  return some.length === others.length && some.every(({ productId, quantity }) => wanted.get(productId) === quantity);
}

const otherItems = () =>
  new Problem(422, 'Idempotency-Key used before', {
    detail: 'An order with other items was placed with this Idempotency-Key.',
  });
