import type { Route } from '#platform/http/router.ts';
import type { AcceptOrder } from '../orders/accept-order.ts';
import type { Shop } from '../shop.ts';
import { accountRoutes } from './accounts/routes.ts';
import { cartRoutes } from './cart/routes.ts';
import { checkoutRoutes } from './checkout/routes.ts';
import { journeyRoutes } from './journey/routes.ts';
import { traceRoutes } from './journey/trace-routes.ts';
import { operationsPageRoutes } from './operations-page/routes.ts';
import { orderRoutes } from './orders/routes.ts';
import { createPageRoutes } from './page-routes.ts';
import { productRoutes } from './products/routes.ts';
import { languageRoutes } from './request/language-routes.ts';

/** Creates the routes of all pages. Each form redirects afterward, so that reloading the page never sends it again. */
export function createPages(shop: Shop, acceptOrder: AcceptOrder): Route[] {
  const routes = createPageRoutes(shop);
  return [
    ...productRoutes(shop, routes),
    ...languageRoutes(routes),
    ...cartRoutes(shop, routes),
    ...checkoutRoutes(shop, routes, acceptOrder),
    ...accountRoutes(shop, routes),
    ...orderRoutes(shop, routes, acceptOrder),
    ...journeyRoutes(shop, routes),
    ...traceRoutes(shop, routes),
    ...operationsPageRoutes(shop, routes),
  ];
}
