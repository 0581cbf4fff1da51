import { context } from '@opentelemetry/api';
import { withOrder } from '#events/trace.ts';
import { Problem } from '#platform/http/problem.ts';
import { logger } from '#telemetry/logger.ts';
import type { Shop } from '../shop.ts';
import { findOrder, type OwnOrder } from './find-order.ts';
import type { Order } from './order.ts';

/**
 * Asks for the cancellation of an order, unless it is cancelled; returns the order as it was.
 * @throws {Problem} 404 when there is none; 409 when it was rejected; 503 while the broker is away
 */
export async function requestCancellation(shop: Shop, own: OwnOrder): Promise<Order> {
  const { orderId, userId } = own;
  const order = await findOrder(shop, own);
  if (order.status === 'rejected') throw new Problem(409, 'Order rejected', { detail: 'Nothing is left to cancel.' });
  if (order.status !== 'cancelled') {
    await context.with(withOrder(context.active(), orderId), async () => {
      await shop.publish([{ type: 'order.cancellation-requested', data: { orderId, userId } }]);
      logger.info('cancellation requested', { 'user.id': userId });
    });
  }
  return order;
}
