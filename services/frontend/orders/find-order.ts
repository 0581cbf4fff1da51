import { trace } from '@opentelemetry/api';
import { Problem } from '#platform/http/problem.ts';
import type { Upstream } from '../backends/backend.ts';
import type { LiveOrders } from './live-orders.ts';
import { type Order, order } from './order.ts';

export interface OwnOrder {
  orderId: string;
  userId: string;
  token: string;
  /** For admins: whoever's order it is. */
  anyones?: boolean;
}

/**
 * Finds an order of a user: as order-service has stored it, or as the events tell where that is further along or
 * order-service is away.
 * @throws {Problem} 404 when there is none, or it is another user's; 503 when nobody who could know can be asked
 */
export async function findOrder(
  { live, orders }: { live: LiveOrders; orders: Upstream },
  { orderId, userId, token, anyones = false }: OwnOrder,
): Promise<Order> {
  trace.getActiveSpan()?.setAttribute('order.id', orderId);
  const known = live.get(orderId);
  if (known !== undefined && known.userId !== userId && !anyones) throw new Problem(404);
  const stored = await orders.request(`/orders/${orderId}`, { token }).catch((error: unknown) => {
    if (known === undefined) throw error;
  });
  const found = stored === undefined ? live.get(orderId) : live.latest(order.parse(stored));
  if (found === undefined || (found.userId !== userId && !anyones)) throw new Problem(404);
  return found;
}
