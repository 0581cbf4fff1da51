import { z } from 'zod';
import type { Upstream } from './upstream.ts';

const text = z.object({ fr: z.string(), en: z.string() });

/** What a product id looks like: `souris-gaming`. */
export const productId = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, dashes or underscores');

/** A product as product-service tells it. */
export const product = z.object({
  id: z.string(),
  name: text,
  description: text,
  priceCents: z.int(),
  available: z.int(),
});
export type Product = z.infer<typeof product>;

const freshMs = 1_000;

/** The products of product-service. */
export class Catalogue {
  readonly #service: Upstream;
  #ids: { known: Promise<ReadonlySet<string>>; until: number } | undefined;

  constructor(service: Upstream) {
    this.#service = service;
  }

  async list(): Promise<Product[]> {
    const answer = await this.#service.request('/products');
    return z.object({ products: z.array(product) }).parse(answer).products;
  }

  async find(id: string): Promise<Product | undefined> {
    const answer = await this.#service.request(`/products/${encodeURIComponent(id)}`);
    return answer === undefined ? undefined : product.parse(answer);
  }

  /**
   * Which of these products do not exist, as far as is known: none while product-service is away, for the workers decide
   * anyway. One request a second is enough, whatever the rate of orders.
   */
  async unknown(ids: readonly string[]): Promise<string[]> {
    if (this.#ids === undefined || this.#ids.until < Date.now()) {
      const known = this.list().then((products) => new Set(products.map(({ id }) => id)));
      this.#ids = { known, until: Date.now() + freshMs };
    }
    const known = await this.#ids.known.catch(() => undefined);
    return known === undefined ? [] : ids.filter((id) => !known.has(id));
  }
}
