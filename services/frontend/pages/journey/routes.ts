import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { readJourney } from '../../journey/read.ts';
import { findOrder } from '../../orders/find-order.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import { productNames } from '../orders/product-names.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { journeyPage } from './journey-page.ts';
import { viewQuery } from './view.ts';

/** Creates the route of the journey page. Admins may see the journey of any order. */
export const journeyRoutes = (shop: Shop, { page }: PageRoutes): Route[] => [
  page(
    '/orders/:id/journey',
    async (request, response) => {
      const { user, token } = caller(request);
      const view = validate(viewQuery, request.query);
      const admin = user.role === 'admin';
      const order = await findOrder(shop, {
        orderId: orderIdFromPath(request),
        userId: user.id,
        token,
        anyUser: admin,
      });
      const [journey, names] = await Promise.all([readJourney(shop, order, { ...view, admin }), productNames(shop)]);
      await renderPage(request, response, (context) => journeyPage(context, { ...journey, names, view }));
    },
    loggedIn(shop),
  ),
];
