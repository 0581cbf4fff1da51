import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { validate } from '#platform/http/validate.ts';
import { refuseCrossSiteCookie } from '../accounts/same-site.ts';
import { chooseLanguage, languageQuery } from '../language.ts';
import { findOrder } from '../orders/find-order.ts';
import { cursor, listOrders } from '../orders/list-orders.ts';
import { orderIdFromPath, orderIdParam } from '../orders/order-id.ts';
import { requestCancellation } from '../orders/request-cancellation.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import { bodyProblem, crossSite, noSuchOrder, unavailable } from './problems.ts';
import { shownOrder, showOrder } from './shown-order.ts';

const pageQuery = languageQuery.extend({
  cursor: cursor.optional().describe('The nextCursor of the previous page'),
  limit: z.coerce.number<string>().int().min(1).max(100).optional().describe('The number of orders per page'),
});

export const orderOperations = (shop: Shop): ApiOperation[] => [
  {
    id: 'listOrders',
    method: 'get',
    path: '/api/orders',
    summary: "Lists the caller's orders, newest first",
    secured: true,
    before: [shop.authenticate, shop.rateLimit],
    query: pageQuery,
    responses: {
      200: {
        description: 'A page of orders; nextCursor is null on the last page',
        schema: z.strictObject({ orders: z.array(shownOrder), nextCursor: cursor.nullable() }),
      },
    },
    problems: unavailable,
    handle: async (request, response) => {
      const { token } = caller(request);
      const { cursor, limit } = validate(pageQuery, request.query);
      const { orders, nextCursor } = await listOrders(shop, { token, cursor, limit });
      const language = chooseLanguage(request, response);
      response.json({ orders: orders.map((order) => showOrder(order, language)), nextCursor });
    },
  },
  {
    id: 'getOrder',
    method: 'get',
    path: '/api/orders/:id',
    summary: 'Returns one order of the caller',
    secured: true,
    before: [shop.authenticate, shop.rateLimit],
    params: orderIdParam,
    query: languageQuery,
    responses: { 200: { description: 'The order', schema: shownOrder } },
    problems: { ...noSuchOrder, ...unavailable },
    handle: async (request, response) => {
      const { user, token } = caller(request);
      validate(languageQuery, request.query);
      const found = await findOrder(shop, { orderId: orderIdFromPath(request), userId: user.id, token });
      response.json(showOrder(found, chooseLanguage(request, response)));
    },
  },
  {
    id: 'cancelOrder',
    method: 'post',
    path: '/api/orders/:id/cancellation',
    summary: 'Requests the cancellation of an order. The request may be repeated',
    secured: true,
    params: orderIdParam,
    before: [shop.authenticate, refuseCrossSiteCookie, shop.rateLimit],
    responses: {
      202: {
        description: 'The request is accepted; whether the order is cancelled is decided later',
        schema: shownOrder.pick({ orderId: true, status: true }),
        headers: { Location: 'The path of the order' },
      },
    },
    problems: {
      403: crossSite,
      ...noSuchOrder,
      409: 'The order was rejected, so it cannot be cancelled',
      ...bodyProblem,
      ...unavailable,
    },
    handle: async (request, response) => {
      const { user, token } = caller(request);
      const orderId = orderIdFromPath(request);
      const { status } = await requestCancellation(shop, { orderId, userId: user.id, token });
      response.status(202).location(`/api/orders/${orderId}`).json({ orderId, status });
    },
  },
];
