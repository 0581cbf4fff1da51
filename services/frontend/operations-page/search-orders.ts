import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { type Order, orderSchema, statuses } from '../orders/order.ts';
import type { Shop } from '../shop.ts';

/** A form may leave fields empty. */
const optional = <T extends z.ZodType>(schema: T) => z.preprocess((value) => value || undefined, schema.optional());

/** A search of an admin, in the fields of a form. */
export const orderSearch = z.object({
  status: optional(z.enum(statuses)),
  id: optional(z.string().max(36)),
  customer: optional(z.string().max(36)),
});
export type OrderSearch = z.output<typeof orderSearch>;

const answer = z.object({ orders: z.array(orderSchema) });

/**
 * Finds orders of all customers, the oldest first if they are pending. Returns undefined if the fields are invalid.
 * @param token the token of an admin
 * @throws {Problem} 503 if order-service is unavailable
 */
export async function searchOrders(
  { orderService }: Pick<Shop, 'orderService'>,
  search: OrderSearch,
  token: string,
): Promise<Order[] | undefined> {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(search)) if (value !== undefined) query.set(name, value);
  const found = await orderService.request(`/admin/orders?${query}`, { token }).catch((error: unknown) => {
    if (!(error instanceof Problem) || error.status !== 400) throw error;
  });
  return found === undefined ? undefined : answer.parse(found).orders;
}
