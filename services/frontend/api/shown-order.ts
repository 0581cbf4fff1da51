import { z } from 'zod';
import type { Language } from '../language.ts';
import { type Order, shortage, statuses } from '../orders/order.ts';

/** An order as the public API returns it: in one language, with money in cents (EUR). */
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
  /** If the reason is `insufficient-stock`: the products of which too few were available. */
  shortages: z.array(z.strictObject(shortage.shape)),
  history: z.array(z.strictObject({ status: z.enum(statuses), at: z.iso.datetime() })),
  traceId: z.string().nullable(),
  placedAt: z.iso.datetime(),
});

/** Converts an order to its form in the public API. */
export function showOrder({ userId: _, ...shown }: Order, language: Language): z.infer<typeof shownOrder> {
  return { ...shown, items: shown.items.map((item) => ({ ...item, name: item.name?.[language] ?? null })) };
}
