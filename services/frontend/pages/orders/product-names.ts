import type { Shop } from '../../shop.ts';
import type { ProductNames } from './order-items.ts';

/** Returns the names of all products; none if product-service is unavailable, because pages work without them. */
export async function productNames({ products }: Pick<Shop, 'products'>): Promise<ProductNames> {
  const known = await products.recent().catch(() => []);
  return new Map(known.map(({ id, name }) => [id, name]));
}
