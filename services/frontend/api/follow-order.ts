import type { Request, Response } from 'express';
import { z } from 'zod';
import { caller } from '#platform/http/authenticate.ts';
import { findOrder } from '../orders/find-order.ts';
import { isSettled, type Order, progress, statuses } from '../orders/order.ts';
import { orderIdIn } from '../orders/order-id.ts';
import type { Shop } from '../shop.ts';
import type { Operation } from './api-operation.ts';

const lastEventId = z.object({
  'last-event-id': z.string().optional().describe('The last event that a client has seen: it is not sent again'),
});

/** Live status: server-sent events (HTML Standard, "Server-sent events"), one per change, until the order is settled. */
export const orderEvents = (shop: Shop): Operation => ({
  id: 'followOrder',
  method: 'get',
  path: '/api/orders/:id/events',
  summary: 'The status of an order as it changes, from now on, until it is settled',
  secured: true,
  before: [shop.authenticated, shop.limit],
  headers: lastEventId,
  answers: {
    200: {
      description: 'Events named status, with {status, at, reason} as data',
      schema: z.string(),
      contentType: 'text/event-stream',
    },
    204: { description: 'The client has seen the last event: it need not connect again' },
  },
  problems: [400, 404, 503],
  handle: async (request, response) => {
    const { user, token } = caller(request);
    const orderId = orderIdIn(request);
    let stream: Stream | undefined;
    // Subscribed before the state is read, so that no change is missed in between.
    const unsubscribe = shop.live.subscribe(orderId, (order) => stream?.send(order));
    response.once('close', unsubscribe);
    try {
      const order = shop.live.latest(await findOrder(shop, { orderId, userId: user.id, token }));
      if (response.closed) return;
      if (request.method === 'HEAD') {
        response.type('text/event-stream').end();
        return;
      }
      const seen = seenBefore(request);
      if (isSettled(order.status) && seen >= progress[order.status]) response.status(204).end();
      else {
        stream = new Stream(response, seen, shop.heartbeatMs);
        shop.streams.add(response);
        response.once('close', () => shop.streams.delete(response));
        stream.send(order);
      }
    } catch (error) {
      unsubscribe();
      throw error;
    }
  },
});

/** How far the order was in the last event that the client has seen; -1 if it has seen none. */
function seenBefore(request: Request): number {
  const seen = statuses.find((status) => status === request.headers['last-event-id']);
  return seen === undefined ? -1 : progress[seen];
}

class Stream {
  readonly #response: Response;
  #sent: number;

  constructor(response: Response, seen: number, heartbeatMs: number) {
    this.#response = response;
    this.#sent = seen;
    response.writeHead(200, { 'Content-Type': 'text/event-stream', 'X-Accel-Buffering': 'no' });
    response.write('retry: 1000\n\n');
    const heartbeat = setInterval(() => response.write(': heartbeat\n\n'), heartbeatMs);
    response.once('close', () => clearInterval(heartbeat));
  }

  /** Sends the status if it is news to the client; ends when it is settled. */
  send({ status, reason, history }: Order): void {
    if (progress[status] <= this.#sent) return;
    this.#sent = progress[status];
    const at = history.findLast((step) => step.status === status)?.at;
    const data = JSON.stringify({ status, at, ...(reason !== null && { reason }) });
    this.#response.write(`id: ${status}\nevent: status\ndata: ${data}\n\n`);
    if (isSettled(status)) this.#response.end();
  }
}
