import assert from 'node:assert/strict';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { orderId, pendingText, placed, reading, readUntil, serveOrder } from './follow-order.testkit.ts';

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
