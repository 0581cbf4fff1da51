import { z } from 'zod';
import { type Language, localized } from '../language.ts';

export const statuses = ['pending', 'confirmed', 'rejected', 'cancelled'] as const;
export type Status = (typeof statuses)[number];

/** An order as order-service tells it, and as the live orders are kept. */
export const order = z.object({
  orderId: z.uuid(),
  userId: z.uuid(),
  status: z.enum(statuses),
  items: z.array(
    z.object({
      productId: z.string(),
      name: localized.nullable(),
      quantity: z.int(),
      unitPriceCents: z.int().nullable(),
    }),
  ),
  totalCents: z.int().nullable(),
  reason: z.string().nullable(),
  history: z.array(z.object({ status: z.enum(statuses), at: z.iso.datetime() })),
  traceId: z.string().nullable(),
  placedAt: z.iso.datetime(),
});
export type Order = z.infer<typeof order>;

/** An order as the public API shows it: in one language; money in cents, EUR. */
export const shownOrder = z.strictObject({
  orderId: z.uuid(),
  status: z.enum(statuses),
  items: z.array(
    z.strictObject({
      productId: z.string(),
      name: z.string().nullable(),
      quantity: z.int(),
      unitPriceCents: z.int().nullable(),
    }),
  ),
  totalCents: z.int().nullable(),
  reason: z.string().nullable(),
  history: z.array(z.strictObject({ status: z.enum(statuses), at: z.iso.datetime() })),
  traceId: z.string().nullable(),
  placedAt: z.iso.datetime(),
});

export function show({ userId: _, ...shown }: Order, language: Language): z.infer<typeof shownOrder> {
  return { ...shown, items: shown.items.map((item) => ({ ...item, name: item.name?.[language] ?? null })) };
}

export const isSettled = (status: Status): boolean => status !== 'pending';

/** How far along its life an order is. An order only ever gets further. */
export const progress: Record<Status, number> = { pending: 0, confirmed: 1, rejected: 2, cancelled: 2 };

/** All that two accounts of an order tell of it. Where they differ, the one that is further along is right, else the first. */
export function merge(one: Order, other: Order): Order {
  const [ahead, behind] = progress[other.status] > progress[one.status] ? [other, one] : [one, other];
  const both = [ahead, behind];
  const priced = both.find(({ totalCents }) => totalCents !== null);
  const { items, totalCents } = priced ?? both.find((order) => order.items.length > 0) ?? ahead;
  return {
    ...ahead,
    items,
    totalCents,
    reason: ahead.reason ?? behind.reason,
    traceId: ahead.traceId ?? behind.traceId,
    placedAt: one.placedAt < other.placedAt ? one.placedAt : other.placedAt,
    history: statuses.flatMap(
      (status) => both.flatMap(({ history }) => history).find((step) => step.status === status) ?? [],
    ),
  };
}
