import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import type { AcceptOrder } from '../../orders/accept-order.ts';
import { findOrder } from '../../orders/find-order.ts';
import { listOrders } from '../../orders/list-orders.ts';
import { deriveOrderId, orderIdFromPath } from '../../orders/order-id.ts';
import { placeInSlowMotion } from '../../orders/slow-motion.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { cancelOrder } from './cancellation.ts';
import { orderPage } from './order-page.ts';
import { ordersPage } from './orders-page.ts';
import { productNames } from './product-names.ts';

/** The Idempotency-Key of the new order, so that a form sent twice is one order. */
const slowMotionForm = z.object({ key: z.uuid() });

const pageQuery = z.object({ cursor: z.string().max(255).optional() });

/** Creates the routes of the list of orders, of each order's page and of its cancellation. */
export const orderRoutes = (shop: Shop, { page, form }: PageRoutes, acceptOrder: AcceptOrder): Route[] => [
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
      const slowable = shop.faultSwitches !== undefined;
      await renderPage(request, response, (context) =>
        orderPage(context, { order, names, cancelling, before, slowable }),
      );
    },
    loggedIn(shop),
  ),
  form(
    '/orders/:id/cancellation',
    cancelOrder(shop),
    loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
  ),
  form(
    '/orders/:id/slow-motion',
    async (request, response) => {
      const { user, token } = caller(request);
      const { key } = validate(slowMotionForm, request.body);
      const { faultSwitches } = shop;
      if (faultSwitches === undefined) throw new Problem(404);
      const { items } = await findOrder(shop, { orderId: orderIdFromPath(request), userId: user.id, token });
      const placement = {
        orderId: deriveOrderId(user.id, key),
        userId: user.id,
        items: items.map(({ productId, quantity }) => ({ productId, quantity })),
      };
      const { orderId } = await placeInSlowMotion({ faultSwitches, acceptOrder }, placement, token);
      response.redirect(303, `/orders/${orderId}`);
    },
    loggedIn(shop, ({ params }) => `/orders/${params['id']}`),
  ),
];
