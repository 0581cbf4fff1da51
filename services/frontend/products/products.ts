import { LRUCache } from 'lru-cache';
import { z } from 'zod';
import { logger } from '#telemetry/logger.ts';
import type { Backend } from '../backends/backend.ts';
import { type Product, productSchema } from './product.ts';

/** The result of the latest request for all products. */
interface Snapshot {
  /** The products of the latest successful request, if one succeeded. */
  products: readonly Product[] | undefined;
  ids: ReadonlySet<string>;
  /** The error of the latest request, if it failed. */
  error?: unknown;
}

const key = 'products';
const freshMs = 1_000;

/** The products of product-service. */
export class Products {
  readonly #service: Backend;
  /** Requests all products at most once per second, however many callers wait, and keeps the last known list. */
  readonly #snapshots = new LRUCache<typeof key, Snapshot>({
    max: 1,
    ttl: freshMs,
    fetchMethod: async (_key, stale, { options }) => {
      const startedAt = performance.now();
      const snapshot = await this.#refresh(stale);
      // The second begins with the request, not with its response.
      options.ttl = Math.max(1, freshMs - (performance.now() - startedAt));
      return snapshot;
    },
  });

  constructor(service: Backend) {
    this.#service = service;
  }

  async list(): Promise<Product[]> {
    const answer = await this.#service.request('/products');
    return z.object({ products: z.array(productSchema) }).parse(answer).products;
  }

  async find(id: string): Promise<Product | undefined> {
    const answer = await this.#service.request(`/products/${encodeURIComponent(id)}`);
    return answer === undefined ? undefined : productSchema.parse(answer);
  }

  /**
   * Returns all products, at most a second old. While product-service is unavailable, returns the last known list.
   * @throws {Problem} 503 if no list is known yet
   */
  async recent(): Promise<readonly Product[]> {
    const { products, error } = await this.#snapshots.forceFetch(key);
    if (products === undefined) throw error;
    return products;
  }

  /**
   * Returns the ids that belong to no product. Returns none while product-service is unavailable, because the workers
   * check every order anyway. Only a caller that names an unfamiliar product waits for product-service.
   */
  async unknown(ids: readonly string[]): Promise<string[]> {
    const refreshed = this.#snapshots.forceFetch(key);
    const missing = (snapshot: Snapshot) => ids.filter((id) => !snapshot.ids.has(id));
    const stale = this.#snapshots.peek(key, { allowStale: true });
    if (stale !== undefined && missing(stale).length === 0) return [];
    const snapshot = await refreshed;
    return snapshot.error === undefined ? missing(snapshot) : [];
  }

  async #refresh(stale: Snapshot | undefined): Promise<Snapshot> {
    try {
      const products = await this.list();
      return { products, ids: new Set(products.map(({ id }) => id)) };
    } catch (error) {
      logger.warn('products unavailable, retrying', { error });
      return { products: stale?.products, ids: stale?.ids ?? new Set(), error };
    }
  }
}
