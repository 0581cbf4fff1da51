import { requireDatabase } from '#platform/database/require-database.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { logger } from '#telemetry/logger.ts';
import { Product } from './models.ts';

export const routes: Route[] = requireDatabase([
  {
    method: 'get',
    path: '/products',
    handle: async (_request, response) => {
      const products = await Product.findAll({ order: ['position', 'id'] });
      logger.info('products listed', { count: products.length });
      response.json({ products: products.map(toJson) });
    },
  },
  {
    method: 'get',
    path: '/products/:id',
    handle: async (request, response) => {
      const product = await Product.findByPk(String(request.params['id']));
      if (!product) throw new Problem(404);
      response.json(toJson(product));
    },
  },
]);

/** Returns the JSON of a product. Money is in cents, EUR. */
function toJson({ id, nameFr, nameEn, descriptionFr, descriptionEn, priceCents, available }: Product) {
  return {
    id,
    name: { fr: nameFr, en: nameEn },
    description: { fr: descriptionFr, en: descriptionEn },
    priceCents,
    available,
  };
}
