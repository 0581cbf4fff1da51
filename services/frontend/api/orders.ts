import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { validate } from '#platform/http/validate.ts';
import { sameSite } from '../accounts/same-site.ts';
import { chooseLanguage, languageQuery } from '../language.ts';
import { findOrder } from '../orders/find-order.ts';
import { order, show, shownOrder } from '../orders/order.ts';
import { orderIdIn } from '../orders/order-id.ts';
import { requestCancellation } from '../orders/request-cancellation.ts';
import type { Shop } from '../shop.ts';
import type { Operation } from './api-operation.ts';

const page = languageQuery.extend({
  cursor: z.string().max(255).optional().describe('The nextCursor of the page before'),
  limit: z.coerce.number<string>().int().min(1).max(100).optional(),
});
const storedPage = z.object({ orders: z.array(order), nextCursor: z.string().nullable() });

export const orders = (shop: Shop): Operation[] => [
  {
    id: 'listOrders',
    method: 'get',
    path: '/api/orders',
    summary: "The caller's orders, newest first",
    secured: true,
    before: [shop.authenticated, shop.limit],
    query: page,
    answers: {
      200: {
        description: 'A page of orders',
        schema: z.strictObject({ orders: z.array(shownOrder), nextCursor: z.string().nullable() }),
      },
    },
    problems: [400, 503],
    handle: async (request, response) => {
      const { token } = caller(request);
      const { cursor, limit } = validate(page, request.query);
      const query = new URLSearchParams();
      if (cursor !== undefined) query.set('cursor', cursor);
      if (limit !== undefined) query.set('limit', String(limit));
      const { orders: found, nextCursor } = storedPage.parse(await shop.orders.request(`/orders?${query}`, { token }));
      const language = chooseLanguage(request, response);
      const latest = found.map((stored) => shop.live.latest(stored));
      response.json({ orders: latest.map((one) => show(one, language)), nextCursor });
    },
  },
  {
    id: 'getOrder',
    method: 'get',
    path: '/api/orders/:id',
    summary: 'One order of the caller',
    secured: true,
    before: [shop.authenticated, shop.limit],
    query: languageQuery,
    answers: { 200: { description: 'The order', schema: shownOrder } },
    problems: [400, 404, 503],
    handle: async (request, response) => {
      const { user, token } = caller(request);
      validate(languageQuery, request.query);
      const found = await findOrder(shop, { orderId: orderIdIn(request), userId: user.id, token });
      response.json(show(found, chooseLanguage(request, response)));
    },
  },
  {
    id: 'cancelOrder',
    method: 'post',
    path: '/api/orders/:id/cancellation',
    summary: 'Asks for the cancellation of an order; may be repeated',
    secured: true,
    before: [shop.authenticated, sameSite, shop.limit],
    answers: {
      202: {
        description: 'Accepted',
        schema: shownOrder.pick({ orderId: true, status: true }),
        headers: { Location: 'Where to see the order' },
      },
    },
    problems: [400, 403, 404, 409, 413, 415, 503],
    handle: async (request, response) => {
      const { user, token } = caller(request);
      const orderId = orderIdIn(request);
      const { status } = await requestCancellation(shop, { orderId, userId: user.id, token });
      response.status(202).location(`/api/orders/${orderId}`).json({ orderId, status });
    },
  },
];
