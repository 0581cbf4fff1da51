import { z } from 'zod';
import { Problem } from '#http/problem.ts';
import type { LiveOrders } from './live-orders.ts';
import { type Order, order } from './order.ts';
import type { Upstream } from './upstream.ts';

export interface OwnOrder {
  orderId: string | string[] | undefined;
  userId: string;
  token: string;
}

/**
 * Finds an order of a user: as order-service has stored it, or as the events tell where that is further along or
 * order-service is away.
 * @throws {Problem} 404 when there is none, or it is another user's; 503 when nobody who could know can be asked
 */
export async function findOrder(
  { live, orders }: { live: LiveOrders; orders: Upstream },
  { orderId, userId, token }: OwnOrder,
): Promise<Order> {
  const id = z.uuid().safeParse(orderId);
  if (!id.success) throw new Problem(404);
  const known = live.get(id.data);
  if (known !== undefined && known.userId !== userId) throw new Problem(404);
  const stored = await orders.request(`/orders/${id.data}`, { token }).catch((error: unknown) => {
    if (known === undefined) throw error;
  });
  const found = live.merge(stored === undefined ? undefined : order.parse(stored), id.data);
  if (found === undefined || found.userId !== userId) throw new Problem(404);
  return found;
}
