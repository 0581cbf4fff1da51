import { z } from 'zod';
import { localized } from '../language.ts';

export const statuses = ['pending', 'confirmed', 'rejected', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

/** A product of which too few were available: the number that was ordered, and the number that was left. */
export const shortage = z.object({ productId: z.string(), quantity: z.int(), available: z.int() });

/** An order as order-service returns it, and as the live orders keep it. */
export const orderSchema = z.object({
  orderId: z.uuid(),
  userId: z.uuid(),
  status: z.enum(statuses),
  items: z.array(
    z.object({
      productId: z.string(),
      /** Null until the order is confirmed, as is the price. */
      name: localized.nullable(),
      quantity: z.int(),
      unitPriceCents: z.int().nullable(),
    }),
  ),
  totalCents: z.int().nullable(),
  reason: z.string().nullable(),
  /** The products of which too few were available. The version before of order-service does not return them. */
  shortages: z.array(shortage).default([]),
  history: z.array(z.object({ status: z.enum(statuses), at: z.iso.datetime() })),
  traceId: z.string().nullable(),
  placedAt: z.iso.datetime(),
});
export type Order = z.infer<typeof orderSchema>;

export const isSettled = (status: Status): boolean => status !== 'pending';

/** The rank of each status. The rank of an order only increases. */
export const progress: Record<Status, number> = { pending: 0, confirmed: 1, rejected: 2, cancelled: 2 };

/**
 * Combines two versions of the same order. Where they differ, the version that is further along wins; if both are
 * equally far, the first one wins.
 */
export function mergeOrders(one: Order, other: Order): Order {
  const [ahead, behind] = progress[other.status] > progress[one.status] ? [other, one] : [one, other];
  const both = [ahead, behind];
  const priced = both.find(({ totalCents }) => totalCents !== null);
  const { items, totalCents } = priced ?? both.find((order) => order.items.length > 0) ?? ahead;
  return {
    ...ahead,
    items,
    totalCents,
    reason: ahead.reason ?? behind.reason,
    shortages: ahead.shortages.length > 0 ? ahead.shortages : behind.shortages,
    traceId: ahead.traceId ?? behind.traceId,
    placedAt: one.placedAt < other.placedAt ? one.placedAt : other.placedAt,
    history: statuses.flatMap(
      (status) => both.flatMap(({ history }) => history).find((step) => step.status === status) ?? [],
    ),
  };
}
