import type { Route } from '#platform/http/router.ts';
import { acceptOrders } from './accept-order.ts';
import { assetRoute } from './assets.ts';
import { browserTelemetry } from './browser-telemetry/route.ts';
import { describeApi } from './openapi.ts';
import { pages } from './pages/routes.ts';
import { accounts } from './routes/accounts.ts';
import { faults } from './routes/faults.ts';
import { orderEvents } from './routes/order-events.ts';
import { orders } from './routes/orders.ts';
import { placeOrder } from './routes/place-order.ts';
import { products } from './routes/products.ts';
import type { Shop } from './shop.ts';

/** The public API, its description and the pages. */
export function routes(shop: Shop): Route[] {
  const accept = acceptOrders(shop);
  const operations = [
    ...accounts(shop),
    ...products(shop),
    placeOrder(shop, accept),
    ...orders(shop),
    orderEvents(shop),
    ...faults(shop),
  ];
  const description = describeApi(operations);
  const shown = pages(shop, accept);
  return [
    ...shown,
    assetRoute,
    ...(shop.collector === undefined ? [] : [browserTelemetry(shop.collector, shown)]),
    ...operations,
    {
      method: 'get',
      path: '/openapi.json',
      handle: (_request, response) => {
        response.json(description);
      },
    },
  ];
}
