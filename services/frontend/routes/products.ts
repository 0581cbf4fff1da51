import { z } from 'zod';
import { Problem } from '#http/problem.ts';
import { validate } from '#http/validate.ts';
import { type Product, productId } from '../catalogue.ts';
import { type Language, languageOf, languageQuery } from '../language.ts';
import type { Operation } from '../operation.ts';
import type { Shop } from '../shop.ts';

const shownProduct = z.strictObject({
  id: z.string(),
  name: z.string(),
  description: z.string(),
  priceCents: z.int().describe('Cents, EUR'),
  available: z.int().describe('How many are in stock'),
});

export const products = ({ catalogue }: Shop): Operation[] => [
  {
    id: 'listProducts',
    method: 'get',
    path: '/api/products',
    summary: 'The catalogue',
    query: languageQuery,
    answers: { 200: { description: 'All products', schema: z.strictObject({ products: z.array(shownProduct) }) } },
    problems: [400, 503],
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const language = languageOf(request);
      response.vary('Accept-Language');
      response.json({ products: (await catalogue.list()).map((product) => show(product, language)) });
    },
  },
  {
    id: 'getProduct',
    method: 'get',
    path: '/api/products/:id',
    summary: 'One product',
    query: languageQuery,
    answers: { 200: { description: 'The product', schema: shownProduct } },
    problems: [400, 404, 503],
    handle: async (request, response) => {
      validate(languageQuery, request.query);
      const { data: id } = productId.safeParse(request.params['id']);
      const product = id && (await catalogue.find(id));
      if (!product) throw new Problem(404);
      response.vary('Accept-Language').json(show(product, languageOf(request)));
    },
  },
];

const show = (product: Product, language: Language): z.infer<typeof shownProduct> => ({
  ...product,
  name: product.name[language],
  description: product.description[language],
});
