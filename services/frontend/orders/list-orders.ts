import { z } from 'zod';
import type { Shop } from '../shop.ts';
import { type Order, orderSchema } from './order.ts';

/** The position in the list of orders at which a page begins. Only order-service reads what it contains. */
export const cursor = z.string().regex(/^[\w-]{1,255}$/, 'Not a cursor of this API');

const orderPage = z.object({ orders: z.array(orderSchema), nextCursor: cursor.nullable() });

/** The part of a user's orders to list. */
export interface ListRequest {
  token: string;
  /** The `nextCursor` of the previous page; the first page without it. */
  cursor?: string | undefined;
  /** The number of orders per page; order-service has a default. */
  limit?: number | undefined;
}

/** A page of orders, newest first. */
export interface OrderPage {
  orders: Order[];
  /** Null on the last page. */
  nextCursor: string | null;
}

/**
 * Lists the orders of the user who owns the token, each as far along as its events say.
 * @throws {Problem} 400 for an invalid cursor; 503 while order-service is unavailable
 */
export async function listOrders(
  { liveOrders, orderService }: Pick<Shop, 'liveOrders' | 'orderService'>,
  { token, cursor, limit }: ListRequest,
): Promise<OrderPage> {
  const query = new URLSearchParams();
  if (cursor !== undefined) query.set('cursor', cursor);
  if (limit !== undefined) query.set('limit', String(limit));
  const { orders, nextCursor } = orderPage.parse(await orderService.request(`/orders?${query}`, { token }));
  return { orders: orders.map((stored) => liveOrders.latest(stored)), nextCursor };
}
