import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { NewEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { createApp } from '#platform/http/app.ts';
import { EndedSessions } from '#platform/http/ended-sessions.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import { LiveOrders } from '../orders/live-orders.ts';
import type { OrderEvent } from '../orders/order-from-event.ts';
import type { Shop } from '../shop.ts';
import { followOrder } from './follow-order.ts';

export const orderId: string = randomUUID();
const userId = randomUUID();
const sessionId = randomUUID();
const at = new Date('2026-01-01T10:00:00.000Z');
const receive = (event: NewEvent<Subscribed<'frontend'>>) =>
  ({ ...createEvent(event, at), receivedAt: at, traceId: null }) as OrderEvent;

export const placed = receive({
  type: 'order.placed',
  data: { orderId, userId, items: [{ productId: 'souris-gaming', quantity: 1 }] },
});
export const rejected = receive({
  type: 'order.rejected',
  data: { orderId, userId, reason: 'insufficient-stock', shortages: [], placedAt: at.toISOString() },
});

export const pendingText = `id: pending\nevent: status\ndata: {"status":"pending","at":"${at.toISOString()}"}\n\n`;
export const rejectedText = `id: rejected\nevent: status\ndata: {"status":"rejected","at":"${at.toISOString()}","reason":"insufficient-stock"}\n\n`;
export const retryText = 'retry: 1000\n\n';

interface StreamOptions {
  heartbeatMs?: number;
  streamsPerUser?: number;
  /** The time for which the token of the user is valid. */
  validMs?: number;
  /** The response of order-service; by default it is unavailable. */
  stored?: () => Promise<unknown>;
}

/** Serves the event streams of one user, with separate live orders. */
export async function serveOrder({
  heartbeatMs = 60_000,
  streamsPerUser = 10,
  validMs = 60_000,
  stored = unavailable,
}: StreamOptions = {}) {
  const live = new LiveOrders();
  const sessions = new EndedSessions();
  const user = { id: userId, name: 'customer', role: 'customer' } as const;
  const session = { id: sessionId, user, expiresAt: Date.now() + validMs };
  const openStreams: Shop['openStreams'] = new Set();
  const shop: Partial<Shop> = {
    liveOrders: live,
    heartbeatMs,
    streamsPerUser,
    orderService: { request: stored },
    openStreams,
    sessions: { end: () => undefined, onEnd: sessions.onEnd.bind(sessions) },
    authenticate: (request, _response, next) => {
      request.user = session.user;
      request.session = session;
      request.token = 'token';
      next();
    },
    rateLimit: (_request, _response, next) => next(),
  };
  const served = await serve(createApp({ dependencies: [], routes: [followOrder(shop as Shop)] }));
  return {
    live,
    streams: openStreams,
    /** Ends the session of the user. */
    logOut: () => sessions.add(sessionId),
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    follow: (headers: Record<string, string> = {}, options: RequestInit = {}, id = orderId) =>
      fetch(`${served.url}/api/orders/${id}/events`, { headers, ...options }),
  };
}

const unavailable = () => Promise.reject(new Problem(503));

/** Reads until the text has arrived, or the stream ends. Returns all that was read. */
export async function readUntil(reader: ReadableStreamDefaultReader<string>, text: string): Promise<string> {
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) return read;
    read += value;
  }
  return read;
}

/** Returns a reader of the text of a response. */
export const reading = (response: Response) => {
  assert.ok(response.body !== null);
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
};
