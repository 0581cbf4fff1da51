import type { EventData } from '#events/catalog.ts';
import { sameItems } from '#events/same-items.ts';
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

/** A problem: the order was placed before, with other items. */
export class OtherItems extends Problem {
  constructor() {
    super(422, 'Idempotency-Key used before', {
      detail:
        'An order with other items was placed with this Idempotency-Key. Send the same items, or use a new Idempotency-Key.',
    });
  }
}

/**
 * Compares the products and quantities of a repeated request with those of the order.
 * @throws {OtherItems} if they differ; their sequence does not matter
 */
export function requireSameItems(placed: { items: Items }, items: Items): void {
  if (!sameItems(placed.items, items)) throw new OtherItems();
}
