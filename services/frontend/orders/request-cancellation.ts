import { context } from '@opentelemetry/api';
import { withOrder } from '#events/trace.ts';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import type { Shop } from '../shop.ts';
import { findOrder, type OrderRequest } from './find-order.ts';
import type { Order } from './order.ts';

/**
 * Publishes a request to cancel the order, unless it is already cancelled. Returns the order as it was before.
 * @throws {Problem} 404 if no such order exists; 409 if it was rejected; 503 while Kafka is unavailable
 */
export async function requestCancellation(
  shop: Pick<Shop, 'liveOrders' | 'orderService' | 'publish'>,
  request: OrderRequest,
): Promise<Order> {
  const { orderId, userId } = request;
  const order = await findOrder(shop, request);
  if (order.status === 'rejected') {
    throw new Problem(409, 'Order rejected', { detail: 'A rejected order cannot be cancelled.' });
  }
  if (order.status !== 'cancelled') {
    await context.with(withOrder(context.active(), orderId), async () => {
      await shop.publish([{ type: 'order.cancellation-requested', data: { orderId, userId } }]);
      logger.info('cancellation requested', { event: 'order.cancellation_requested', 'user.id': userId });
    });
  }
  return order;
}
