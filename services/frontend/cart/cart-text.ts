import { z } from 'zod';
import { productId } from '../products/product.ts';
import { type Cart, maxLines, maxQuantity } from './cart.ts';

/** Writes a cart as text for cookies and forms: `key!laptop-pro*1!souris-gaming*2`. The text needs no escaping. */
export const encodeCart = ({ key, lines }: Cart): string =>
  [key, ...lines.map(({ productId, quantity }) => `${productId}*${quantity}`)].join('!');

const cartText = z
  .string()
  .transform((text) => text.split('!'))
  .transform(([key, ...lines]) => ({ key, lines: lines.map((line) => line.split('*')) }))
  .pipe(
    z.object({
      key: z.uuid(),
      lines: z
        .array(z.tuple([productId, z.coerce.number<string>().int().min(1).max(maxQuantity)]))
        .max(maxLines)
        .refine((lines) => new Set(lines.map(([id]) => id)).size === lines.length),
    }),
  );

/** Reads a cart from text. Returns undefined for anything that is not a valid cart. */
export function decodeCart(text: unknown): Cart | undefined {
  const { data } = cartText.safeParse(text);
  return data && { key: data.key, lines: data.lines.map(([productId, quantity]) => ({ productId, quantity })) };
}
