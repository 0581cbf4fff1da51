import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { validate } from '#platform/http/validate.ts';
import { chooseLanguage, type Language, languageQuery } from '../language.ts';
import { type Product, productId } from '../products/product.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import { unavailable } from './problems.ts';

const productIdParam = z.object({ id: productId.describe('The id of the product') });

const shownProduct = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  priceCents: z.int().describe('The price in cents (EUR)'),
  available: z.int().describe('The number in stock'),
});

export const productOperations = ({ products, rateLimit }: Shop): ApiOperation[] => [
  {
    id: 'listProducts',
    method: 'get',
    path: '/api/products',
    summary: 'Lists all products',
    before: [rateLimit],
    query: languageQuery,
    responses: { 200: { description: 'All products', schema: z.strictObject({ products: z.array(shownProduct) }) } },
    problems: unavailable,
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const found = await products.list();
      const language = chooseLanguage(request, response);
      response.json({ products: found.map((product) => showProduct(product, language)) });
    },
  },
  {
    id: 'getProduct',
    method: 'get',
    path: '/api/products/:id',
    summary: 'Returns one product',
    before: [rateLimit],
    params: productIdParam,
    query: languageQuery,
    responses: { 200: { description: 'The product', schema: shownProduct } },
    problems: { 404: 'The product does not exist', ...unavailable },
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const { data } = productIdParam.safeParse(request.params);
      const product = data && (await products.find(data.id));
      if (!product) throw new Problem(404);
      response.json(showProduct(product, chooseLanguage(request, response)));
    },
  },
];

const showProduct = (product: Product, language: Language): z.infer<typeof shownProduct> => ({
  ...product,
  name: product.name[language],
  description: product.description[language],
});
