import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, describe, it } from 'node:test';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { until } from '../../tests/support/until.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { assertHandledOnce } from './handled-once.testkit.ts';
import { placed, startTestPipeline, startTestWorker } from './worker.testkit.ts';

after(shutDownMetrics);

const conflicts = async () =>
  (await readMetrics('orderflow.messages.conflicting'))['orderflow.messages.conflicting orders pipeline order.placed'];
const processed = async () =>
  (await readMetrics('orderflow.messages.processed'))['orderflow.messages.processed orders pipeline order.placed'];

describe('a message whose id was used before', () => {
  it('is reported if its data differs, and ignored in any case', async () => {
    await using pipeline = await startTestPipeline();
    const { publish } = pipeline.publisher;
    const order = placed(randomUUID(), 'laptop-pro');
    const other = { productId: 'souris-gaming', quantity: 2 };
    const { data } = order;
    const both = { ...order, data: { ...data, items: [...data.items, other] } };
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      const handled = (count: number) =>
        until(`${count} messages are handled`, async () => (await processed()) === count);
      await publish([both]);
      await handled(1);
      await publish([{ ...both, data: { ...data, items: [other, ...data.items] } }]);
      await handled(2);
      assert.equal(await conflicts(), undefined, 'the sequence of the items does not matter');

      await publish([order]);
      await handled(3);
      assert.equal(await conflicts(), 1);
      await publish([{ ...both, data: { ...both.data, userId: randomUUID() } }]);
      await handled(4);
      assert.equal(await conflicts(), 2);

      // Versions before this check left records without a fingerprint.
      await pipeline.database.query('UPDATE processed_messages SET fingerprint = NULL');
      await publish([order]);
      await handled(5);
      assert.equal(await conflicts(), 2);
      await assertHandledOnce(pipeline, [data.orderId]);
      assert.deepEqual((await readDeadLetters(pipeline.broker)).list(), []);
    } finally {
      await worker.close();
    }
  });

  it('is reported if both messages arrive in the same chunk', async () => {
    await using pipeline = await startTestPipeline();
    const orderId = randomUUID();
    const [before = 0, handled = 0] = [await conflicts(), await processed()];
    await pipeline.publisher.publish([placed(orderId, 'laptop-pro'), placed(orderId, 'souris-gaming')]);
    await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await until('both messages are handled', async () => (await processed()) === handled + 2);
      assert.equal(await conflicts(), before + 1);
      await assertHandledOnce(pipeline, [orderId]);
    } finally {
      await worker.close();
    }
  });
});
