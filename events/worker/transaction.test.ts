import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { createEvent } from '../event.ts';
import { transactions } from './transaction.ts';
import { placed, poison, startTestPipeline, type TestHandler, testHandler } from './worker.testkit.ts';

/** What one partition brings: one order. */
function request(orderId: string, productId?: string) {
  const event = { ...createEvent(placed(orderId, productId), new Date()), receivedAt: new Date(), traceId: null };
  return { deliveries: [{ event, context: ROOT_CONTEXT }], poll: undefined };
}

describe('transactions of a worker', () => {
  for (const bad of [false, true]) {
    it(`over what several partitions bring meanwhile${bad ? ', one of which cannot be handled' : ''}`, async () => {
      await using pipeline = await startTestPipeline();
      const trials = testHandler(pipeline.database);
      const loaded: string[][] = [];
      const first = Promise.withResolvers<void>();
      const handler: TestHandler = {
        ...trials,
        load: async (events, transaction) => {
          loaded.push(events.map(({ data }) => data.orderId));
          if (loaded.length === 1) await first.promise;
          return trials.load(events, transaction);
        },
      };
      const transact = transactions(pipeline.database, handler);
      const [one, two, three] = [randomUUID(), randomUUID(), randomUUID()];
      const settling = Promise.allSettled([
        transact(request(one)),
        transact(request(two)),
        transact(request(three, bad ? poison : undefined)),
      ]);
      first.resolve();
      const settled = await settling;

      assert.deepEqual(loaded.slice(0, 2), [[one], [two, three]]);
      const good = bad ? [one, two] : [one, two, three];
      assert.deepEqual(await pipeline.effects(), new Map(good.sort().map((orderId) => [orderId, 1])));
      assert.deepEqual(
        settled.map((result) => result.status === 'fulfilled' && result.value[0]?.event.data.orderId),
        [one, two, bad ? false : three],
      );
    });
  }
});
