import { z } from 'zod';
import { localized } from '../language.ts';

/** A product id, such as `souris-gaming`. */
export const productId = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, dashes or underscores');

/** A product as product-service returns it. */
export const productSchema = z.object({
  id: z.string(),
  name: localized,
  description: localized,
  priceCents: z.int(),
  available: z.int(),
});
export type Product = z.infer<typeof productSchema>;
