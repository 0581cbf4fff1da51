import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { createEvent } from '../event.ts';
import type { Delivery } from './delivery.ts';
import { SharedTransactions } from './shared-transactions.ts';
import { transact } from './transaction.ts';
import { placed, poison, startTestPipeline, type TestHandler, testHandler } from './worker.testkit.ts';

/** Returns the delivery of one order. */
function delivery(orderId: string, productId?: string): Delivery<'order.placed'> {
  const event = { ...createEvent(placed(orderId, productId), new Date()), receivedAt: new Date(), traceId: null };
  const message = { key: null, value: null, timestamp: '0', attributes: 0, offset: '0', headers: {} };
  return { message, event, context: ROOT_CONTEXT, begin: 0 };
}

describe('a transaction of a worker', () => {
  for (const bad of [false, true]) {
    it(`is shared by the partitions that wait for it${bad ? ', and falls back to one per partition if it fails' : ''}`, async () => {
      await using pipeline = await startTestPipeline();
      const healthy = testHandler(pipeline.database);
      const loaded: string[][] = [];
      const first = Promise.withResolvers<void>();
      const handler: TestHandler = {
        ...healthy,
        load: async (events, transaction) => {
          loaded.push(events.map(({ data }) => data.orderId));
          if (loaded.length === 1) await first.promise;
          return healthy.load(events, transaction);
        },
      };
      const transactions = new SharedTransactions<'order.placed'>((deliveries) =>
        transact(pipeline.database, handler, deliveries),
      );
      const handle = (orderId: string, productId?: string) =>
        transactions.shared({ deliveries: [delivery(orderId, productId)], poll: undefined });
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
      const handling = Promise.allSettled([handle(one), handle(two), handle(three, bad ? poison : undefined)]);
      first.resolve();
      const results = await handling;

      assert.deepEqual(loaded.slice(0, 2), [[one], [two, three]]);
      const good = bad ? [one, two] : [one, two, three];
      assert.deepEqual(await pipeline.effects(), new Map(good.sort().map((orderId) => [orderId, 1])));
      assert.deepEqual(
        results.map((result) => result.status === 'fulfilled' && result.value[0]?.event.data.orderId),
        [one, two, bad ? false : three],
      );
    });
  }
});
