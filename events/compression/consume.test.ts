import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import kafkajs from 'kafkajs';
import { header } from '../envelope.ts';
import { followEvents } from '../follow.ts';
import { orderMessage, sendBatch, setCompression } from '../foreign-producer.testkit.ts';
import { assertHandledOnce } from '../worker/handled-once.testkit.ts';
import { startTestPipeline, startTestWorker } from '../worker/worker.testkit.ts';
import { maxOutputLength } from './codec.ts';

const { CompressionTypes } = kafkajs;
const codecs = ['GZIP', 'Snappy', 'LZ4', 'ZSTD'] as const;

describe('batches that others compressed', () => {
  // The broker compresses as Java clients do.
  for (const type of ['producer', 'uncompressed', 'snappy', 'lz4', 'zstd']) {
    it(`are handled from a topic with the compression type ${type}`, async () => {
      await using pipeline = await startTestPipeline();
      const { broker } = pipeline;
      await setCompression(broker, 'orders', type);
      const followed = new Set<string>();
      await using worker = await startTestWorker(broker, pipeline.database, pipeline.publisher);
      const follower = await followEvents(broker, {
        group: `follower-${randomUUID()}`,
        types: ['order.placed'],
        since: 60_000,
        onEvent: ({ data }) => followed.add(data.orderId),
      });
      try {
        const orders = await pipeline.place(10);
        for (const codec of codecs) {
          const ids = Array.from({ length: 5 }, () => randomUUID());
          await sendBatch(broker, 'orders', ids.map(orderMessage), CompressionTypes[codec]);
          orders.push(...ids);
        }
        await assertHandledOnce(pipeline, orders);
        assert.deepEqual(followed, new Set(orders));
      } finally {
        await Promise.all([worker.close(), follower.close()]);
      }
    });
  }

  it('that are too large become one dead letter each, and block nothing', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    await setCompression(broker, 'orders', 'producer');
    const value = Buffer.alloc(maxOutputLength);
    for (const codec of codecs) await sendBatch(broker, 'orders', [{ value }, { value }], CompressionTypes[codec]);
    const orders = await pipeline.place(20);
    await using worker = await startTestWorker(broker, pipeline.database, pipeline.publisher);
    try {
      await assertHandledOnce(pipeline, orders);
      const letters = await pipeline.read('orders.dlq', (messages) => messages.length >= codecs.length);
      const offsets = letters.map(({ headers }) => Number(header(headers, 'dlq_offset'))).sort();
      assert.deepEqual(offsets, [1, 3, 5, 7]);
      for (const { headers } of letters) {
        assert.equal(header(headers, 'dlq_reason'), 'unreadable-batch');
        assert.match(header(headers, 'dlq_error') ?? '', /^Poison: the batch with the offsets \d to \d cannot be read/);
      }
    } finally {
      await worker.close();
    }
  });
});
