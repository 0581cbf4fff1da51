import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { NewEvent } from '#events/catalog.ts';
import { stamp } from '#events/event.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import { LiveOrders } from '../orders/live-orders.ts';
import type { OrderEvent } from '../orders/order-from-event.ts';
import type { Shop } from '../shop.ts';
import { followOrder } from './follow-order.ts';

const orderId: string = randomUUID();
const userId = randomUUID();
const at = new Date('2026-01-01T10:00:00.000Z');
const receive = (event: NewEvent<Subscribed<'frontend'>>) =>
  ({ ...stamp(event, at), receivedAt: at, traceId: null }) as OrderEvent;

const placed = receive({
  type: 'order.placed',
  data: { orderId, userId, items: [{ productId: 'souris-gaming', quantity: 1 }] },
});
const rejected = receive({
  type: 'order.rejected',
  data: { orderId, userId, reason: 'insufficient-stock', placedAt: at.toISOString() },
});
const cancelled = receive({ type: 'order.cancelled', data: { orderId, userId, placedAt: null } });

const pendingText = `id: pending\nevent: status\ndata: {"status":"pending","at":"${at.toISOString()}"}\n\n`;
const rejectedText = `id: rejected\nevent: status\ndata: {"status":"rejected","at":"${at.toISOString()}","reason":"insufficient-stock"}\n\n`;
const retryText = 'retry: 1000\n\n';

interface StreamOptions {
  heartbeatMs?: number;
  /** The answer of order-service; by default it is unavailable. */
  stored?: () => Promise<unknown>;
}

/** Serves the event streams of one user, with separate live orders. */
async function serveOrder({ heartbeatMs = 60_000, stored = unavailable }: StreamOptions = {}) {
  const live = new LiveOrders();
  const shop: Pick<Shop, 'liveOrders' | 'orderService' | 'openStreams' | 'heartbeatMs' | 'authenticate' | 'rateLimit'> =
    {
      liveOrders: live,
      heartbeatMs,
      orderService: { request: stored },
      openStreams: new Set(),
      authenticate: (request, _response, next) => {
        request.user = { id: userId, name: 'customer', role: 'customer' };
        request.token = 'token';
        next();
      },
      rateLimit: (_request, _response, next) => next(),
    };
  const served = await serve(createApp({ dependencies: [], routes: [followOrder(shop as Shop)] }));
  return {
    live,
    streams: shop.openStreams,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    follow: (headers: Record<string, string> = {}, options: RequestInit = {}, id = orderId) =>
      fetch(`${served.url}/api/orders/${id}/events`, { headers, ...options }),
  };
}

const unavailable = () => Promise.reject(new Problem(503));

/** Reads until the text has arrived, or the stream ends. Returns all that was read. */
async function readUntil(reader: ReadableStreamDefaultReader<string>, text: string): Promise<string> {
  let read = '';
  while (!read.includes(text)) {
    const { value, done } = await reader.read();
    if (done) return read;
    read += value;
  }
  return read;
}

const reading = (response: Response) => {
  assert.ok(response.body !== null);
  return response.body.pipeThrough(new TextDecoderStream()).getReader();
};

describe('the event stream of an order', () => {
  it('sends the state, then each change, and ends when the order is settled', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow();
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const reader = reading(response);
    assert.equal(await readUntil(reader, pendingText), retryText + pendingText);
    shop.live.apply(placed);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'the end'), rejectedText);
  });

  it('sends a single event if the order is already settled', async () => {
    await using shop = await serveOrder();
    shop.live.apply(rejected);
    assert.equal(await (await shop.follow()).text(), retryText + rejectedText);
    assert.equal(shop.streams.size, 0);
  });

  it('accepts an order id in upper case', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const reader = reading(await shop.follow({}, {}, orderId.toUpperCase()));
    await readUntil(reader, pendingText);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'the end'), rejectedText);
  });

  it('does not repeat events that the client has received', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow({ 'last-event-id': 'pending' });
    const reader = reading(response);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'the end'), retryText + rejectedText);
    const again = await shop.follow({ 'last-event-id': 'rejected' });
    assert.equal(again.status, 204);
    assert.equal(await (await shop.follow({ 'last-event-id': 'nonsense' })).text(), retryText + rejectedText);
  });

  it('misses no change while order-service is queried', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    await using shop = await serveOrder({
      stored: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    shop.live.apply(placed);
    const stored = shop.live.get(orderId);
    const following = shop.follow();
    await asked.promise;
    shop.live.apply(rejected);
    answer.resolve(stored);
    assert.equal(await (await following).text(), retryText + rejectedText);
  });

  it('begins only for an order of the caller', async () => {
    await using shop = await serveOrder();
    shop.live.apply({ ...cancelled, data: { ...cancelled.data, userId: randomUUID() } } as OrderEvent);
    assert.equal((await shop.follow()).status, 404);
    assert.equal((await shop.follow({}, {}, 'nonsense')).status, 404);
    assert.equal((await shop.follow({}, {}, randomUUID())).status, 503);
  });

  it('sends heartbeats', async () => {
    await using shop = await serveOrder({ heartbeatMs: 1 });
    shop.live.apply(placed);
    assert.match(await readUntil(reading(await shop.follow()), ': heartbeat\n\n'), /: heartbeat\n\n/);
  });

  it('answers HEAD without a stream', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow({}, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(shop.streams.size, 0);
  });

  it('ends when the process stops', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow();
    for (const stream of shop.streams) stream.end();
    assert.equal(await response.text(), retryText + pendingText);
    assert.equal(shop.streams.size, 0);
  });
});

describe('a client that disconnects', () => {
  it('is removed from the open streams', async () => {
    await using shop = await serveOrder({ heartbeatMs: 1 });
    shop.live.apply(placed);
    const leaving = new AbortController();
    await readUntil(reading(await shop.follow({}, { signal: leaving.signal })), pendingText);
    const [stream] = shop.streams;
    assert.ok(stream !== undefined);
    leaving.abort();
    await once(stream as unknown as NodeJS.EventEmitter, 'close');
    assert.equal(shop.streams.size, 0);
  });

  it('gets no stream if its order is still being looked up', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    await using shop = await serveOrder({
      stored: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    shop.live.apply(placed);
    const subscribe = shop.live.subscribe.bind(shop.live);
    const gone = Promise.withResolvers<void>();
    shop.live.subscribe = (id, listener) => {
      const unsubscribe = subscribe(id, listener);
      return () => {
        unsubscribe();
        gone.resolve();
      };
    };
    const leaving = new AbortController();
    const following = assert.rejects(shop.follow({}, { signal: leaving.signal }), { name: 'AbortError' });
    await asked.promise;
    leaving.abort();
    await following;
    await gone.promise;
    answer.resolve(shop.live.get(orderId));
    // The route continues before the next turn of the event loop.
    await new Promise(setImmediate);
    assert.equal(shop.streams.size, 0);
  });
});
