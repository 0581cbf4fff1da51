import { caller } from '#platform/http/authenticate.ts';
import type { Route } from '#platform/http/router.ts';
import { readJourney } from '../../journey/read.ts';
import { findOrder } from '../../orders/find-order.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { journeyPage } from './journey-page.ts';

/** Creates the route of the journey page. Admins may see the journey of any order. */
export const journeyRoutes = (shop: Shop, { page }: PageRoutes): Route[] => [
  page(
    '/orders/:id/journey',
    async (request, response) => {
      const { user, token } = caller(request);
      const wanted = { orderId: orderIdFromPath(request), userId: user.id, token, anyUser: user.role === 'admin' };
      const journey = await readJourney(shop, await findOrder(shop, wanted));
      await renderPage(request, response, (context) => journeyPage(context, journey));
    },
    loggedIn(shop),
  ),
];
