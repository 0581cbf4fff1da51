import type { EventData } from '#events/catalog.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Shop } from '../shop.ts';

type Items = EventData<'order.placed'>['items'];

/** Returns a check that throws a 422 problem if one of the products is known not to exist. */
export const createItemsCheck = (products: Shop['products']) =>
  async function rejectUnknownProducts(items: Items): Promise<void> {
    const unknown = await products.unknown(items.map(({ productId }) => productId));
    if (unknown.length === 0) return;
    throw new Problem(422, 'Unknown product', {
      errors: items.flatMap(({ productId }, n) =>
        unknown.includes(productId) ? [{ path: `items[${n}].productId`, message: 'This product does not exist' }] : [],
      ),
    });
  };

/** Returns true if both lists hold the same products and quantities, in any order. */
export function sameItems(some: readonly { productId: string; quantity: number }[], others: Items): boolean {
  const wanted = new Map(others.map(({ productId, quantity }) => [productId, quantity]));
  return some.length === others.length && some.every(({ productId, quantity }) => wanted.get(productId) === quantity);
}
