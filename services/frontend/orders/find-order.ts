import { trace } from '@opentelemetry/api';
import { Problem } from '#platform/http/problem.ts';
import type { Shop } from '../shop.ts';
import { type Order, orderSchema } from './order.ts';

/** The order to find, and the user who requests it. */
export interface OrderRequest {
  orderId: string;
  userId: string;
  /** The user's token, for order-service. */
  token: string;
  /** Also finds the orders of other users; for admins. */
  anyUser?: boolean;
}

/**
 * Finds an order of a user. Returns the order as order-service stored it, or as its events describe it if the events
 * are further along or order-service is unavailable.
 * @throws {Problem} 404 if no such order exists or it belongs to another user; 503 if order-service is unavailable and
 *   its `order.placed` was not seen
 */
export async function findOrder(
  { liveOrders, orderService }: Pick<Shop, 'liveOrders' | 'orderService'>,
  { orderId, userId, token, anyUser = false }: OrderRequest,
): Promise<Order> {
  trace.getActiveSpan()?.setAttribute('order.id', orderId);
  const known = liveOrders.get(orderId);
  if (known !== undefined && known.userId !== userId && !anyUser) throw new Problem(404);
  const stored = await orderService.request(`/orders/${orderId}`, { token }).catch((error: unknown) => {
    if (known === undefined) throw error;
  });
  const found = stored === undefined ? liveOrders.get(orderId) : liveOrders.latest(orderSchema.parse(stored));
  if (found === undefined || (found.userId !== userId && !anyUser)) throw new Problem(404);
  return found;
}
