import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { findOrder } from '../orders/find-order.ts';
import { isSettled, progress } from '../orders/order.ts';
import { orderIdFromPath, orderIdParam } from '../orders/order-id.ts';
import type { Shop } from '../shop.ts';
import type { ApiOperation } from './api-operation.ts';
import { EventStream, lastSeen, statusEvent } from './event-stream.ts';
import { limitStreams } from './limit-streams.ts';
import { noSuchOrder, unavailable } from './problems.ts';

const lastEventId = z.object({
  'last-event-id': z.string().optional().describe('The id of the last event that the client received'),
});

/** Streams the live status of an order as server-sent events (HTML Standard), one per change, until it is settled. */
export const followOrder = (shop: Shop): ApiOperation => ({
  id: 'followOrder',
  method: 'get',
  path: '/api/orders/:id/events',
  summary: 'Streams the current status of an order and each change, until the order is settled',
  secured: true,
  before: [shop.authenticate, shop.rateLimit, limitStreams(shop.streamsPerUser)],
  params: orderIdParam,
  headers: lastEventId,
  responses: {
    200: {
      description: 'Server-sent events: the status of the order, then each change',
      itemSchema: statusEvent,
      contentType: 'text/event-stream',
    },
    204: { description: 'The client has received the last event and need not reconnect' },
  },
  problems: { ...noSuchOrder, ...unavailable },
  handle: async (request, response) => {
    const { user, session, token } = caller(request);
    const orderId = orderIdFromPath(request);
    let stream: EventStream | undefined;
    // Subscribe before reading the state, so that no change in between is missed.
    const unsubscribe = shop.liveOrders.subscribe(orderId, (order) => stream?.send(order));
    response.once('close', unsubscribe);
    try {
      const order = shop.liveOrders.latest(await findOrder(shop, { orderId, userId: user.id, token }));
      if (response.closed) return;
      if (request.method === 'HEAD') {
        response.type('text/event-stream').end();
        return;
      }
      const seen = lastSeen(request, order);
      if (isSettled(order.status) && seen >= progress[order.status]) {
        response.status(204).end();
        return;
      }
      stream = new EventStream(response, seen, shop.heartbeatMs);
      shop.openStreams.add(response);
      response.once('close', () => shop.openStreams.delete(response));
      response.once(
        'close',
        shop.sessions.onEnd(session, () => response.end()),
      );
      stream.send(order);
    } catch (error) {
      unsubscribe();
      throw error;
    }
  },
});
