import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import type { NewEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { Problem } from '#platform/http/problem.ts';
import { createAcceptOrder } from '../orders/accept-order.ts';
import { LiveOrders } from '../orders/live-orders.ts';
import type { LookUpOrder } from '../orders/look-up-order.ts';
import type { Order, Status } from '../orders/order.ts';
import { deriveOrderId } from '../orders/order-id.ts';
import { Products } from '../products/products.ts';
import type { Shop } from '../shop.ts';
import { placeOrder } from './place-order.ts';

const userId = randomUUID();
const items = [
  { productId: 'souris-gaming', quantity: 1 },
  { productId: 'laptop-pro', quantity: 2 },
];

/** Serves the operation to one user, without product-service and with the given functions. */
async function servePlaceOrder(
  publish: (events: readonly NewEvent[]) => Promise<void>,
  lookUpOrder: LookUpOrder = async () => undefined,
) {
  const live = new LiveOrders();
  const shop: Pick<
    Shop,
    'liveOrders' | 'lookUpOrder' | 'publish' | 'products' | 'jaegerUrl' | 'authenticate' | 'rateLimit'
  > = {
    liveOrders: live,
    lookUpOrder,
    publish,
    products: new Products({ request: () => Promise.reject(new Problem(503)) }),
    jaegerUrl: 'http://jaeger.example',
    authenticate: (request, _response, next) => {
      request.user = { id: userId, name: 'customer', role: 'customer' };
      request.token = 'token';
      request.session = { id: undefined, user: request.user, expiresAt: Number.MAX_SAFE_INTEGER };
      next();
    },
    rateLimit: (_request, _response, next) => next(),
  };
  const served = await serve(
    createApp({ dependencies: [], routes: [placeOrder(shop as Shop, createAcceptOrder(shop))] }),
  );
  return {
    live,
    [Symbol.asyncDispose]: () => served[Symbol.asyncDispose](),
    place: (key: string, body: unknown = { items }) =>
      fetch(`${served.url}/api/orders`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'idempotency-key': key },
        body: JSON.stringify(body),
      }),
  };
}

describe('an order', () => {
  it('gets a response only after its event is published', async () => {
    const published = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<readonly NewEvent[]>();
    await using shop = await servePlaceOrder((events) => {
      asked.resolve(events);
      return published.promise;
    });
    let answered = false;
    const answer = shop.place('key').then((response) => {
      answered = true;
      return response;
    });
    const [event] = await asked.promise;
    assert.equal(event?.type, 'order.placed');
    assert.equal(answered, false);
    assert.equal(shop.live.get(event.data.orderId), undefined);
    published.resolve();
    const { orderId } = (await (await answer).json()) as { orderId: string };
    assert.deepEqual(event.data, { orderId, userId, items });
    assert.equal(shop.live.get(orderId)?.status, 'pending');
  });

  it('is published once if it is sent many times concurrently', async () => {
    const published = Promise.withResolvers<void>();
    const asked = Promise.withResolvers<void>();
    let count = 0;
    await using shop = await servePlaceOrder(() => {
      count++;
      asked.resolve();
      return published.promise;
    });
    const same = { items: items.toReversed() };
    const all = Array.from({ length: 10 }, () => shop.place('key', same));
    await asked.promise;
    // Refused immediately, while the first order is being published.
    const other = await shop.place('key', { items: items.slice(1) });
    assert.equal(other.status, 422);
    published.resolve();
    const ids = await Promise.all(
      all.map(async (response) => {
        assert.equal((await response).status, 202);
        return ((await (await response).json()) as { orderId: string }).orderId;
      }),
    );
    assert.equal(new Set(ids).size, 1);
    assert.equal(count, 1);
    assert.equal((await shop.place('key')).status, 202);
    assert.equal(count, 1);
  });

  it('is unknown if publishing failed, and can be sent again', async () => {
    let unavailable = true;
    await using shop = await servePlaceOrder(async () => {
      if (unavailable) throw new Problem(503, undefined, { retryAfter: 2 });
    });
    const refused = await Promise.all([shop.place('key'), shop.place('key')]);
    assert.deepEqual(
      refused.map(({ status }) => status),
      [503, 503],
    );
    unavailable = false;
    assert.equal((await shop.place('key')).status, 202);
  });
});

/** Returns an order with the given items, as order-service stores it. */
const stored = (orderId: string, status: Status, placed = items): Order => ({
  orderId,
  userId,
  status,
  items: placed.map((item) => ({ ...item, name: null, unitPriceCents: null })),
  totalCents: null,
  reason: null,
  shortages: [],
  history: [{ status: 'pending', at: '2026-01-01T10:00:00.000Z' }],
  traceId: 'a'.repeat(32),
  placedAt: '2026-01-01T10:00:00.000Z',
});

describe('an order that was placed before', () => {
  for (const status of ['pending', 'confirmed', 'rejected', 'cancelled'] as const) {
    it(`is answered with its state, ${status}, if the frontend has forgotten it`, async () => {
      const published: NewEvent[] = [];
      await using shop = await servePlaceOrder(
        async (events) => void published.push(...events),
        async ({ orderId, token }) => {
          assert.equal(token, 'token');
          return stored(orderId, status);
        },
      );
      const repeated = await shop.place('key', { items: items.toReversed() });
      assert.equal(repeated.status, 202);
      assert.partialDeepStrictEqual(await repeated.json(), { status, traceId: 'a'.repeat(32) });
      assert.equal((await shop.place('key', { items: items.slice(1) })).status, 422);
      assert.deepEqual(published, []);
    });
  }

  it('is compared with the stored items, although a replica has accepted other items meanwhile', async () => {
    let store: Status | undefined;
    await using shop = await servePlaceOrder(
      async () => undefined,
      async ({ orderId }) => (store === undefined ? undefined : stored(orderId, store)),
    );
    const other = { items: items.slice(1) };
    assert.equal((await shop.place('key', other)).status, 202);
    store = 'confirmed';
    assert.equal((await shop.place('key', other)).status, 422);
    assert.partialDeepStrictEqual(await (await shop.place('key')).json(), { status: 'confirmed' });
  });

  it('is published again if its items are unknown, so that the workers compare them', async () => {
    const published: NewEvent[] = [];
    await using shop = await servePlaceOrder(async (events) => void published.push(...events));
    const orderId = deriveOrderId(userId, 'key');
    const receivedAt = new Date();
    const cancelled = createEvent({ type: 'order.cancelled', data: { orderId, userId, placedAt: null } }, receivedAt);
    shop.live.apply({ ...cancelled, receivedAt, traceId: null });
    const repeated = await shop.place('key');
    assert.equal(repeated.status, 202);
    assert.partialDeepStrictEqual(await repeated.json(), { status: 'cancelled' });
    assert.deepEqual(published, [{ type: 'order.placed', data: { orderId, userId, items } }]);
  });
});
