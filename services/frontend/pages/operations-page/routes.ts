import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { logger } from '#telemetry/logger.ts';
import { readAudit } from '../../operations-page/audit.ts';
import { orderSearch, searchOrders } from '../../operations-page/search-orders.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { adminsOnly } from '../request/guards.ts';
import { auditPage } from './audit-page.ts';
import { deadLetterRoutes } from './dead-letter-routes.ts';
import { faultRoutes } from './fault-routes.ts';
import { operationsPage } from './operations-page.ts';
import { ordersSearchPage } from './orders-search-page.ts';

/** The number of dead letters that the previous request replayed or discarded. */
const doneQuery = z
  .object({ replayed: z.coerce.number<string>().int(), discarded: z.coerce.number<string>().int() })
  .partial();

/** Creates the routes of the operations page, of each dead letter's page and of their forms. For admins only. */
export function operationsPageRoutes(shop: Shop, pageRoutes: PageRoutes): Route[] {
  const { page } = pageRoutes;
  const { operationsReader } = shop;
  return [
    page(
      '/operations',
      async (request, response) => {
        const done = validate(doneQuery, request.query);
        const shown = await operationsReader.recent();
        await renderPage(request, response, (context) => operationsPage(context, { ...shown, done }, shop));
      },
      adminsOnly(shop),
    ),
    page(
      '/operations/orders',
      async (request, response) => {
        const search = validate(orderSearch, request.query);
        const orders = await searchOrders(shop, search, caller(request).token);
        await renderPage(request, response, (context) => ordersSearchPage(context, search, orders));
      },
      adminsOnly(shop),
    ),
    page(
      '/operations/audit',
      async (request, response) => {
        const entries = await readAudit(shop.loki).catch((error: unknown) => {
          logger.warn('audit page shown without Loki', { error });
        });
        await renderPage(request, response, (context) => auditPage(context, entries ?? undefined));
      },
      adminsOnly(shop),
    ),
    ...deadLetterRoutes(shop, pageRoutes),
    ...faultRoutes(shop, pageRoutes),
  ];
}
