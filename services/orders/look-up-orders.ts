import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import type { User } from '#platform/http/token.ts';
import { findOrdersById, type PlacedOrder } from './find-orders.ts';

/** Orders of several users that may exist, each with the token of its user. */
export const lookups = z.strictObject({
  orders: z
    .array(z.strictObject({ orderId: z.uuid(), token: z.string() }))
    .min(1)
    .max(500),
});

/**
 * Returns those of the orders that exist and belong to the user of their token. So a request for many users shows nobody an
 * order that its own token would not show. Nearly all orders are new, so only the tokens of existing orders are verified.
 * @throws {Problem} 503 if tokens cannot be verified
 */
export async function lookUpOrders(
  { orders }: z.infer<typeof lookups>,
  verify: (token: string) => Promise<User>,
): Promise<PlacedOrder[]> {
  const found = await findOrdersById(orders.map(({ orderId }) => orderId));
  const own = await Promise.all(
    found.map(async (order) => {
      const tokens = orders.filter(({ orderId }) => orderId === order.id).map(({ token }) => token);
      const users = await Promise.all(tokens.map((token) => userOf(token, verify)));
      return users.includes(order.userId);
    }),
  );
  return found.filter((_, n) => own[n]);
}

/** Returns the id of the user of a token, or undefined if the token is invalid. */
async function userOf(token: string, verify: (token: string) => Promise<User>): Promise<string | undefined> {
  try {
    return (await verify(token)).id;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) return undefined;
    throw error;
  }
}
