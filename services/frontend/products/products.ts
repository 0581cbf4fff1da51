import { z } from 'zod';
import { logger } from '#telemetry/logger.ts';
import type { Upstream } from '../backends/backend.ts';
import { localized } from '../language.ts';

/** What a product id looks like: `souris-gaming`. */
export const productId = z.string().regex(/^[\w-]{1,64}$/, 'must be 1 to 64 letters, digits, dashes or underscores');

/** A product as product-service tells it. */
export const product = z.object({
  id: z.string(),
  name: localized,
  description: localized,
  priceCents: z.int(),
  available: z.int(),
});
export type Product = z.infer<typeof product>;

const freshMs = 1_000;

/** The products of product-service. */
export class Catalogue {
  readonly #service: Upstream;
  #ids: ReadonlySet<string> = new Set();
  #refreshed = Promise.resolve(false);
  #refreshAt = 0;
  #last: readonly Product[] | undefined;
  #asked: Promise<readonly Product[]> = Promise.resolve([]);
  #askAt = 0;

  constructor(service: Upstream) {
    this.#service = service;
  }

  async list(): Promise<Product[]> {
    const answer = await this.#service.request('/products');
    return z.object({ products: z.array(product) }).parse(answer).products;
  }

  /**
   * All products as they were a second ago at most, for pages, of which many may be asked for at once; while
   * product-service is away, as it last told them.
   * @throws {Problem} 503 when it never did
   */
  recent(): Promise<readonly Product[]> {
    if (this.#askAt <= Date.now()) {
      this.#askAt = Date.now() + freshMs;
      this.#asked = this.#listOrLast();
    }
    return this.#asked;
  }

  async #listOrLast(): Promise<readonly Product[]> {
    try {
      this.#last = await this.list();
    } catch (error) {
      if (this.#last === undefined) throw error;
      logger.warn('products are shown as they were last told', { error });
    }
    return this.#last;
  }

  async find(id: string): Promise<Product | undefined> {
    const answer = await this.#service.request(`/products/${encodeURIComponent(id)}`);
    return answer === undefined ? undefined : product.parse(answer);
  }

  /**
   * Which of these products do not exist, as far as is known: none while product-service is away, for the workers decide
   * anyway. It is asked once a second, whatever the rate of orders; only who names a product not heard of waits for it.
   */
  async unknown(ids: readonly string[]): Promise<string[]> {
    if (this.#refreshAt <= Date.now()) {
      this.#refreshAt = Date.now() + freshMs;
      this.#refreshed = this.#refresh();
    }
    const missing = () => ids.filter((id) => !this.#ids.has(id));
    if (missing().length === 0) return [];
    return (await this.#refreshed) ? missing() : [];
  }

  /** Whether product-service told which products there are. */
  async #refresh(): Promise<boolean> {
    try {
      this.#ids = new Set((await this.list()).map(({ id }) => id));
      return true;
    } catch (error) {
      logger.warn('orders are accepted without a look into the catalogue', { error });
      return false;
    }
  }
}
