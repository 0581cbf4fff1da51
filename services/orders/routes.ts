import { z } from 'zod';
import { requireDatabase } from '#platform/database/require-database.ts';
import { authenticate, caller } from '#platform/http/authenticate.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { Sessions } from '#platform/http/sessions.ts';
import { validate } from '#platform/http/validate.ts';
import { cursor, encodeCursor } from './cursor.ts';
import { findOrder, findOrders, type PlacedOrder } from './find-orders.ts';
import { lookUpOrders, lookups } from './look-up-orders.ts';
import type { HistoryEntry } from './models.ts';
import { orderSearch, searchOrders } from './search-orders.ts';

const page = z.strictObject({
  cursor: cursor.optional(),
  limit: z.coerce.number().int().min(1).max(100).default(20),
});

export function routes({ jwksUrl }: { jwksUrl: string }): Route[] {
  const sessions = new Sessions(jwksUrl);
  const before = [authenticate({ sessions })];
  const userOf = async (token: string) => (await sessions.verify(token)).user;

  return requireDatabase([
    {
      method: 'get',
      path: '/orders',
      before,
      handle: async (request, response) => {
        const { user } = caller(request);
        const { cursor: after, limit } = validate(page, request.query);
        const found = await findOrders({ userId: user.id, after, limit: limit + 1 });
        const orders = found.slice(0, limit);
        const last = orders.at(-1);
        const nextCursor = found.length > limit && last ? encodeCursor(last) : null;
        response.json({ orders: orders.map(toJson), nextCursor });
      },
    },
    {
      method: 'get',
      path: '/admin/orders',
      before,
      handle: async (request, response) => {
        if (caller(request).user.role !== 'admin') throw new Problem(403);
        const orders = await searchOrders(validate(orderSearch, request.query));
        response.json({ orders: orders.map(toJson) });
      },
    },
    {
      method: 'get',
      path: '/orders/:id',
      before,
      handle: async (request, response) => {
        const { user } = caller(request);
        const id = z.uuid().safeParse(request.params['id']);
        const order = id.success
          ? await findOrder({ id: id.data, userId: user.role === 'admin' ? undefined : user.id })
          : null;
        if (!order) throw new Problem(404);
        response.json(toJson(order));
      },
    },
    {
      // For the frontend, which asks for many customers at once; each order comes with its own token.
      method: 'post',
      path: '/orders/lookup',
      bodyType: 'batch',
      handle: async (request, response) => {
        const found = await lookUpOrders(validate(lookups, request.body), userOf);
        response.json({ orders: found.map(toJson) });
      },
    },
  ]);
}

/** Returns the JSON of an order. Money is in cents, EUR. */
function toJson(order: PlacedOrder) {
  const { id, userId, status, items, totalCents, reason, shortages, history, traceId, placedAt } = order;
  return {
    orderId: id,
    userId,
    status,
    items: (items ?? []).map(({ productId, name = null, quantity, unitPriceCents = null }) => ({
      productId,
      name,
      quantity,
      unitPriceCents,
    })),
    totalCents,
    reason,
    shortages: shortages ?? [],
    history: upTo(status, history).map(({ status: reached, at }) => ({ status: reached, at })),
    traceId,
    placedAt,
  };
}

/** Leaves out the steps that were stored after the order was read: a separate query reads the history. */
function upTo(status: HistoryEntry['status'], history: readonly HistoryEntry[]): readonly HistoryEntry[] {
  const last = history.findIndex((step) => step.status === status);
  return last === -1 ? history : history.slice(0, last + 1);
}
