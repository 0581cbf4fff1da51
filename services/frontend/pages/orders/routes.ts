import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { findOrder } from '../../orders/find-order.ts';
import { listOrders } from '../../orders/list-orders.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { cancelOrder } from './cancellation.ts';
import { orderPage } from './order-page.ts';
import { ordersPage } from './orders-page.ts';
import { productNames } from './product-names.ts';

const pageQuery = z.object({ cursor: z.string().max(255).optional() });

/** Creates the routes of the list of orders, of each order's page and of its cancellation. */
export const orderRoutes = (shop: Shop, { page, form }: PageRoutes): Route[] => [
  page(
    '/orders',
    async (request, response) => {
      const { token } = caller(request);
      const { cursor } = validate(pageQuery, request.query);
      const listed = await listOrders(shop, { token, cursor });
      await renderPage(request, response, (context) =>
        ordersPage(context, { ...listed, hasNewer: cursor !== undefined }),
      );
    },
    loggedIn(shop),
  ),
  page(
    '/orders/:id',
    async (request, response) => {
      const { user, token } = caller(request);
      const order = await findOrder(shop, { orderId: orderIdFromPath(request), userId: user.id, token });
      const names = order.items.some(({ name }) => name === null) ? await productNames(shop) : new Map();
      const [cancelling, before] = ['cancelling' in request.query, 'before' in request.query];
      await renderPage(request, response, (context) => orderPage(context, { order, names, cancelling, before }));
    },
    loggedIn(shop),
  ),
  form(
    '/orders/:id/cancellation',
    cancelOrder(shop),
    loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
  ),
];
