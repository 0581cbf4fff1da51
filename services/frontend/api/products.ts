import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import { validate } from '#platform/http/validate.ts';
import { chooseLanguage, type Language, languageQuery } from '../language.ts';
import { type Product, productId } from '../products/products.ts';
import type { Shop } from '../shop.ts';
import type { Operation } from './api-operation.ts';

const shownProduct = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  priceCents: z.int().describe('Cents, EUR'),
  available: z.int().describe('How many are in stock'),
});

export const products = ({ catalogue, limit }: Shop): Operation[] => [
  {
    id: 'listProducts',
    method: 'get',
    path: '/api/products',
    summary: 'The catalogue',
    before: [limit],
    query: languageQuery,
    answers: { 200: { description: 'All products', schema: z.strictObject({ products: z.array(shownProduct) }) } },
    problems: [400, 503],
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const found = await catalogue.list();
      const language = chooseLanguage(request, response);
      response.json({ products: found.map((product) => show(product, language)) });
    },
  },
  {
    id: 'getProduct',
    method: 'get',
    path: '/api/products/:id',
    summary: 'One product',
    before: [limit],
    query: languageQuery,
    answers: { 200: { description: 'The product', schema: shownProduct } },
    problems: [400, 404, 503],
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const { data: id } = productId.safeParse(request.params['id']);
      const product = id && (await catalogue.find(id));
      if (!product) throw new Problem(404);
      response.json(show(product, chooseLanguage(request, response)));
    },
  },
];

const show = (product: Product, language: Language): z.infer<typeof shownProduct> => ({
  ...product,
  name: product.name[language],
  description: product.description[language],
});
