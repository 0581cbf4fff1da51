import { z } from 'zod';
import { faultNames } from '#platform/faults/definitions.ts';
import { mostOfOne } from '../cart/cart.ts';
import { productId } from '../products/products.ts';
import { mostLetters } from './operations-page/dead-letters.ts';

// What the forms of the pages send.

export const cartForm = z.object({
  product: productId,
  quantity: z.coerce.number<string>().int().min(0).max(mostOfOne),
  /** Adds so many, or changes the quantity to it. */
  intent: z.enum(['add', 'change']),
});

export const checkoutForm = z.object({ cart: z.string() });

export const accountForm = z.object({ username: z.string(), password: z.string(), next: z.string().optional() });

export const languageForm = z.object({ language: z.enum(['fr', 'en']), next: z.string().optional() });

export const resolutionForm = z.object({
  how: z.enum(['replayed', 'discarded']),
  /** One id, or several. */
  letter: z.union([z.string(), z.array(z.string()).max(mostLetters)]).transform((ids) => [ids].flat()),
});

export const faultForm = z.object({ fault: z.enum(faultNames) });
