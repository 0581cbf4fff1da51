import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import { LiveOrders } from '../live-orders.ts';
import type { Shop } from '../shop.ts';
import { orderEvents } from './order-events.ts';

type OrderEvent = ReceivedEvent<Subscribed<'frontend'>>;

const orderId: string = randomUUID();
const userId = randomUUID();
const at = new Date('2026-01-01T10:00:00.000Z');
const event = (told: NewEvent<Subscribed<'frontend'>>) =>
  ({ ...createEvent(told, at), receivedAt: at, traceId: null }) as OrderEvent;

const placed = event({
  type: 'order.placed',
  data: { orderId, userId, items: [{ productId: 'souris-gaming', quantity: 1 }] },
});
const rejected = event({
  type: 'order.rejected',
  data: { orderId, userId, reason: 'insufficient-stock', placedAt: at.toISOString() },
});
const cancelled = event({ type: 'order.cancelled', data: { orderId, userId, placedAt: null } });

const pendingText = `id: pending\nevent: status\ndata: {"status":"pending","at":"${at.toISOString()}"}\n\n`;
const rejectedText = `id: rejected\nevent: status\ndata: {"status":"rejected","at":"${at.toISOString()}","reason":"insufficient-stock"}\n\n`;
const retryText = 'retry: 1000\n\n';

interface StreamOptions {
  heartbeatMs?: number;
  /** What order-service answers; it is away if this is not given. */
  stored?: () => Promise<unknown>;
}

/** The event stream of one user, with live orders of its own. */
async function trial({ heartbeatMs = 60_000, stored = away }: StreamOptions = {}) {
  const live = new LiveOrders();
  const shop: Pick<Shop, 'live' | 'orders' | 'streams' | 'heartbeatMs' | 'authenticated' | 'limit'> = {
    live,
    heartbeatMs,
    orders: { request: stored },
    streams: new Set(),
    authenticated: (request, _response, next) => {
      request.user = { id: userId, name: 'trial', role: 'customer' };
      request.token = 'token';
      next();
    },
    limit: (_request, _response, next) => next(),
  };
  const served = await serve(createApp({ dependencies: [], routes: [orderEvents(shop as Shop)] }));
  return {
    live,
    streams: shop.streams,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    follow: (headers: Record<string, string> = {}, options: RequestInit = {}, id = orderId) =>
      fetch(`${served.url}/api/orders/${id}/events`, { headers, ...options }),
  };
}

const away = () => Promise.reject(new Problem(503));

/** Reads on until the text has arrived; returns all that has. */
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

describe('the events of an order', () => {
  it('are its state, then each change, and end when it is settled', async () => {
    await using shop = await trial();
    shop.live.apply(placed);
    const response = await shop.follow();
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    const reader = reading(response);
    assert.equal(await readUntil(reader, pendingText), retryText + pendingText);
    shop.live.apply(placed);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'there is no more'), rejectedText);
  });

  it('are one if it is settled already', async () => {
    await using shop = await trial();
    shop.live.apply(rejected);
    assert.equal(await (await shop.follow()).text(), retryText + rejectedText);
    assert.equal(shop.streams.size, 0);
  });

  it('are found by an order id in capitals', async () => {
    await using shop = await trial();
    shop.live.apply(placed);
    const reader = reading(await shop.follow({}, {}, orderId.toUpperCase()));
    await readUntil(reader, pendingText);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'there is no more'), rejectedText);
  });

  it('are not told again to a client that has seen them', async () => {
    await using shop = await trial();
    shop.live.apply(placed);
    const response = await shop.follow({ 'last-event-id': 'pending' });
    const reader = reading(response);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'there is no more'), retryText + rejectedText);
    const again = await shop.follow({ 'last-event-id': 'rejected' });
    assert.equal(again.status, 204);
    assert.equal(await (await shop.follow({ 'last-event-id': 'nonsense' })).text(), retryText + rejectedText);
  });

  it('are not missed while order-service is asked', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    await using shop = await trial({
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

  it('begin only for the order of the caller', async () => {
    await using shop = await trial();
    shop.live.apply({ ...cancelled, data: { ...cancelled.data, userId: randomUUID() } } as OrderEvent);
    assert.equal((await shop.follow()).status, 404);
    assert.equal((await shop.follow({}, {}, 'nonsense')).status, 404);
    assert.equal((await shop.follow({}, {}, randomUUID())).status, 503);
  });

  it('are interspersed with heartbeats', async () => {
    await using shop = await trial({ heartbeatMs: 1 });
    shop.live.apply(placed);
    assert.match(await readUntil(reading(await shop.follow()), ': heartbeat\n\n'), /: heartbeat\n\n/);
  });

  it('answer HEAD without a stream', async () => {
    await using shop = await trial();
    shop.live.apply(placed);
    const response = await shop.follow({}, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(shop.streams.size, 0);
  });

  it('end with the process', async () => {
    await using shop = await trial();
    shop.live.apply(placed);
    const response = await shop.follow();
    for (const stream of shop.streams) stream.end();
    assert.equal(await response.text(), retryText + pendingText);
    assert.equal(shop.streams.size, 0);
  });
});

describe('a client that leaves', () => {
  it('is forgotten', async () => {
    await using shop = await trial({ heartbeatMs: 1 });
    shop.live.apply(placed);
    const leaving = new AbortController();
    await readUntil(reading(await shop.follow({}, { signal: leaving.signal })), pendingText);
    const [stream] = shop.streams;
    assert.ok(stream !== undefined);
    leaving.abort();
    await once(stream as unknown as NodeJS.EventEmitter, 'close');
    assert.equal(shop.streams.size, 0);
  });

  it('while its order is looked for has no stream', async () => {
    const asked = Promise.withResolvers<void>();
    const answer = Promise.withResolvers<unknown>();
    await using shop = await trial({
      stored: () => {
        asked.resolve();
        return answer.promise;
      },
    });
    shop.live.apply(placed);
    const subscribe = shop.live.subscribe.bind(shop.live);
    const gone = Promise.withResolvers<void>();
    shop.live.subscribe = (id, listener) => {
      const leave = subscribe(id, listener);
      return () => {
        leave();
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
    // The route goes on before the event loop does.
    await new Promise(setImmediate);
    assert.equal(shop.streams.size, 0);
  });
});
