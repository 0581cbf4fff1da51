import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { until } from '../../../tests/support/until.ts';
import type { OrderEvent } from '../orders/order-from-event.ts';
import {
  orderId,
  pendingText,
  placed,
  reading,
  readUntil,
  rejected,
  rejectedText,
  retryText,
  serveOrder,
} from './follow-order.testkit.ts';

describe('the event stream of an order', () => {
  it('sends the state, then each change, and ends when the order is settled', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow();
    assert.equal(response.headers.get('content-type'), 'text/event-stream');
    assert.equal(response.headers.get('cache-control'), 'no-store, no-transform');
    const reader = reading(response);
    assert.equal(await readUntil(reader, pendingText), retryText + pendingText);
    shop.live.apply(placed);
    shop.live.apply(rejected);
    assert.equal(await readUntil(reader, 'the end'), rejectedText);
  });

  it('sends a single event if the order is already settled', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
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

  for (const impossible of ['cancelled', 'confirmed']) {
    it(`ignores the Last-Event-ID ${impossible}, which the order never had`, async () => {
      await using shop = await serveOrder();
      shop.live.apply(placed);
      const reader = reading(await shop.follow({ 'last-event-id': impossible }));
      assert.equal(await readUntil(reader, pendingText), retryText + pendingText);
      shop.live.apply(rejected);
      assert.equal(await readUntil(reader, 'the end'), rejectedText);
      assert.equal(await (await shop.follow({ 'last-event-id': impossible })).text(), retryText + rejectedText);
    });
  }

  it('is one of at most a few of the same user', async () => {
    await using shop = await serveOrder({ streamsPerUser: 2 });
    shop.live.apply(placed);
    const leaving = new AbortController();
    const streams = [await shop.follow(), await shop.follow({}, { signal: leaving.signal })];
    const refused = await shop.follow();
    assert.equal(refused.status, 429);
    assert.match(refused.headers.get('retry-after') ?? '', /^[1-9]\d*$/);
    leaving.abort();
    await until('a stream is free again', async () => (await shop.follow({}, { method: 'HEAD' })).status === 200);
    shop.live.apply(rejected);
    assert.match(await (streams[0]?.text() ?? ''), /rejected/);
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
    shop.live.apply({ ...placed, data: { ...placed.data, userId: randomUUID() } } as OrderEvent);
    assert.equal((await shop.follow()).status, 404);
    assert.equal((await shop.follow({}, {}, 'nonsense')).status, 404);
    assert.equal((await shop.follow({}, {}, randomUUID())).status, 503);
  });

  it('sends heartbeats', async () => {
    await using shop = await serveOrder({ heartbeatMs: 1 });
    shop.live.apply(placed);
    assert.match(await readUntil(reading(await shop.follow()), ': heartbeat\n\n'), /: heartbeat\n\n/);
  });

  it('responds to HEAD without a stream', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow({}, { method: 'HEAD' });
    assert.equal(response.status, 200);
    assert.equal(shop.streams.size, 0);
  });

  it('ends with the session of the user', async () => {
    await using shop = await serveOrder();
    shop.live.apply(placed);
    const response = await shop.follow();
    shop.logOut();
    assert.equal(await response.text(), retryText + pendingText);
  });

  it('ends when the token expires', async () => {
    await using shop = await serveOrder({ validMs: 1 });
    shop.live.apply(placed);
    assert.equal(await (await shop.follow()).text(), retryText + pendingText);
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
