import { z } from 'zod';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { readTrace } from '../../journey/read.ts';
import { listOperations, searchTraces } from '../../journey/search.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { adminsOnly } from '../request/guards.ts';
import { tracePage } from './trace-page.ts';
import { tracesPage } from './traces-page.ts';
import { viewQuery } from './view.ts';

const text = z
  .string()
  .trim()
  .max(200)
  .optional()
  .catch(undefined)
  .transform((value) => (value === '' ? undefined : value));
const milliseconds = text.transform((value) => {
  const number = Number(value ?? Number.NaN);
  return number >= 0 && number < 1e9 ? number : undefined;
});
const searchQuery = z.object({
  service: text.transform((value) => value ?? 'frontend'),
  operation: text,
  order: text,
  min: milliseconds,
  max: milliseconds,
  errors: text,
  minutes: z.coerce.number().int().min(1).max(100_000).catch(60),
});
const traceId = z.string().regex(/^[0-9a-f]{32}$/);

/** Creates the routes of the search for traces and of each trace. For admins only. */
export const traceRoutes = (shop: Shop, { page }: PageRoutes): Route[] => [
  page(
    '/operations/traces',
    async (request, response) => {
      const { order, min, max, errors, ...more } = validate(searchQuery, request.query);
      const query = {
        ...more,
        orderId: order?.toLowerCase(),
        minMs: min,
        maxMs: max,
        onlyErrors: errors !== undefined,
      };
      const [found, known] = await Promise.all([
        searchTraces(shop.jaeger, query).catch(() => undefined),
        listOperations(shop.jaeger, query.service).catch(() => ({ services: [], operations: [] })),
      ]);
      await renderPage(request, response, (context) => tracesPage(context, { query, found, ...known }));
    },
    adminsOnly(shop),
  ),
  page(
    '/operations/traces/:id',
    async (request, response) => {
      const id = traceId.safeParse(request.params['id']);
      const view = validate(viewQuery, request.query);
      const trace = id.success ? await readTrace(shop, id.data, view) : undefined;
      if (trace === undefined) throw new Problem(404);
      await renderPage(request, response, (context) => tracePage(context, trace, view));
    },
    adminsOnly(shop),
  ),
];
