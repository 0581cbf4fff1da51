import type { Route } from '#platform/http/router.ts';
import { createApi } from './api/api.ts';
import { assetRoute } from './assets.ts';
import { browserTelemetry } from './browser-telemetry/route.ts';
import { describeApi } from './openapi.ts';
import { createAcceptOrder } from './orders/accept-order.ts';
import { createPages } from './pages/routes.ts';
import type { Shop } from './shop.ts';

/** Creates the routes of the pages, the public API and its description. */
export function createRoutes(shop: Shop): Route[] {
  const acceptOrder = createAcceptOrder(shop);
  const api = createApi(shop, acceptOrder);
  const pages = createPages(shop, acceptOrder);
  const description = describeApi(api);
  return [
    ...pages,
    assetRoute,
    ...(shop.collector === undefined ? [] : [browserTelemetry(shop.collector, shop.pageTraces, pages)]),
    ...api,
    { method: 'get', path: '/openapi.json', handle: (_request, response) => void response.json(description) },
  ];
}
