import type { Request } from 'express';
import { caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { exportJourney } from '../../journey/export.ts';
import { readJourney } from '../../journey/read.ts';
import { findOrder } from '../../orders/find-order.ts';
import { orderIdFromPath } from '../../orders/order-id.ts';
import type { Shop } from '../../shop.ts';
import { renderPage } from '../layout/render-page.ts';
import { productNames } from '../orders/product-names.ts';
import type { PageRoutes } from '../page-routes.ts';
import { loggedIn } from '../request/guards.ts';
import { journeyPage } from './journey-page.ts';
import { type View, viewQuery } from './view.ts';

/** Creates the routes of the journey page and of its export. Admins may see the journey of any order. */
export const journeyRoutes = (shop: Shop, { page }: PageRoutes): Route[] => [
  page(
    '/orders/:id/journey',
    async (request, response) => {
      const view = validate(viewQuery, request.query);
      const [journey, other, names] = await Promise.all([
        readFor(shop, request, orderIdFromPath(request), view),
        view.with === undefined ? undefined : readOther(shop, request, view.with, view),
        productNames(shop),
      ]);
      await renderPage(request, response, (context) => journeyPage(context, { ...journey, other, names, view }));
    },
    loggedIn(shop),
  ),
  page(
    '/orders/:id/journey.json',
    async (request, response) => {
      const view = validate(viewQuery, request.query);
      const orderId = orderIdFromPath(request);
      const journey = await readFor(shop, request, orderId, { ...view, span: undefined });
      response.attachment(`journey-${orderId}.json`).json(exportJourney(journey, isAdmin(request)));
    },
    loggedIn(shop),
  ),
];

const isAdmin = (request: Request): boolean => caller(request).user.role === 'admin';

/** Reads the journey of an order that the visitor may see. */
async function readFor(shop: Shop, request: Request, orderId: string, view: Pick<View, 'all' | 'span'>) {
  const { user, token } = caller(request);
  const admin = isAdmin(request);
  const order = await findOrder(shop, { orderId, userId: user.id, token, anyUser: admin });
  return readJourney(shop, order, { ...view, admin });
}

/** Returns undefined if the order does not exist or is not the visitor's. */
async function readOther(shop: Shop, request: Request, orderId: string, { all }: View) {
  try {
    return await readFor(shop, request, orderId, { all, span: undefined });
  } catch (error) {
    if (error instanceof Problem && error.status === 404) return undefined;
    throw error;
  }
}
