import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { until } from '../tests/support/until.ts';
import { type Broker, withAdmin } from './broker.ts';
import { followEvents } from './follow.ts';
import { beginTransaction, orderMessage } from './foreign-producer.testkit.ts';
import { readTopics } from './read-topics.ts';
import { assertHandledOnce } from './worker/handled-once.testkit.ts';
import { startTestPipeline, startTestWorker } from './worker/worker.testkit.ts';

/** Returns the number of messages in `orders` that a test worker has not committed yet. */
const lagOf = ({ fullName, ...broker }: Broker): Promise<number> =>
  withAdmin({ fullName, ...broker }, async (admin) => {
    const topic = fullName('orders');
    const [committed] = await admin.fetchOffsets({ groupId: fullName('pipeline'), topics: [topic] });
    const ends = await admin.fetchTopicOffsets(topic);
    return ends.reduce((total, { partition, low, high }) => {
      const offset = Number(committed?.partitions.find((one) => one.partition === partition)?.offset ?? -1);
      return total + Number(high) - Math.max(Number(low), offset);
    }, 0);
  });

const orders = (count: number) => Array.from({ length: count }, () => randomUUID());

describe('transactions of others at the end of a partition', () => {
  for (const state of ['aborted', 'committed', 'open'] as const) {
    it(`that are ${state} are read to their end by readers, followers and workers`, async () => {
      await using pipeline = await startTestPipeline();
      const { broker } = pipeline;
      const before = await pipeline.place(10);
      const sent = orders(3);
      await using transaction = await beginTransaction(broker, 'orders', sent.map(orderMessage));
      if (state === 'aborted') await transaction.abort();
      if (state === 'committed') await transaction.commit();
      const expected = new Set([...before, ...(state === 'committed' ? sent : [])]);

      const read = new Set<string>();
      await readTopics(broker, ['orders'], (_topic, _partition, { key }) => void read.add(String(key)));
      assert.deepEqual(read, expected);

      const followed = new Set<string>();
      const follower = await followEvents(broker, {
        group: `follower-${randomUUID()}`,
        types: ['order.placed'],
        since: 60_000,
        onEvent: ({ data }) => followed.add(data.orderId),
      });
      await using worker = await startTestWorker(broker, pipeline.database, pipeline.publisher);
      try {
        await until('the follower has read to the end', () => follower.joined().then(() => true));
        assert.deepEqual(followed, expected);
        await assertHandledOnce(pipeline, [...expected]);
        await until('the worker has no lag', async () => (await lagOf(broker)) === 0);
      } finally {
        await Promise.all([worker.close(), follower.close()]);
      }
    });
  }
});

it('messages of aborted transactions that overlap are not read', async () => {
  await using pipeline = await startTestPipeline();
  const { broker } = pipeline;
  const marker = { key: Buffer.alloc(4), value: 'a key like that of the end of an aborted transaction' };
  await using first = await beginTransaction(broker, 'orders', [marker, ...orders(2).map(orderMessage)]);
  await using second = await beginTransaction(broker, 'orders', orders(2).map(orderMessage));
  await first.abort();
  await second.abort();
  const placed = await pipeline.place(5);
  const read: string[] = [];
  await readTopics(broker, ['orders'], (_topic, _partition, { key }) => void read.push(String(key)));
  assert.deepEqual(new Set(read), new Set(placed));
});
