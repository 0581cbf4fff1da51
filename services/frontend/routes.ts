import type { Route } from '#platform/http/router.ts';
import { createApi } from './api/api.ts';
import { assetRoute } from './assets.ts';
import { browserTelemetry } from './browser-telemetry/route.ts';
import { contractRoutes } from './contracts.ts';
import { docsRoutes } from './docs/routes.ts';
import { createAcceptOrder } from './orders/accept-order.ts';
import { createPages } from './pages/routes.ts';
import type { Shop } from './shop.ts';

/** Creates the routes of the pages, the public API and the published contracts. */
export function createRoutes(shop: Shop): Route[] {
  const acceptOrder = createAcceptOrder(shop);
  const api = createApi(shop, acceptOrder);
  const pages = createPages(shop, acceptOrder);
  return [
    ...pages,
    assetRoute,
    ...(shop.collector === undefined ? [] : [browserTelemetry(shop.collector, shop.pageTraces, pages)]),
    ...api,
    ...contractRoutes(api),
    ...docsRoutes(shop),
  ];
}
