import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import { type Broker, withAdmin } from '#events/broker.ts';
import { beginTransaction, orderMessage, sendBatch } from '#events/foreign-producer.testkit.ts';
import { startTestPipeline } from '#events/worker/worker.testkit.ts';
import { until } from '../../tests/support/until.ts';
import { type GroupLag, measureLag } from './lag.ts';

/** Measures as a monitor that has just started. */
function startMonitor(broker: Broker) {
  const lag = measureLag(broker, 100);
  /** Returns the latest lag of product-worker. */
  const latest = (): GroupLag | undefined => lag.latest()?.lags.find(({ group }) => group === 'products');
  return { latest, first: () => until('the lag is measured', latest), [Symbol.asyncDispose]: lag.stop };
}

const orders = (count: number, more = {}) =>
  Array.from({ length: count }, () => ({ ...orderMessage(randomUUID()), ...more }));

describe('the lag', () => {
  it('is the age of the oldest unread message, also after a restart of the monitor', async () => {
    await using pipeline = await startTestPipeline();
    await sendBatch(pipeline.broker, 'orders', orders(3));
    await using monitor = startMonitor(pipeline.broker);
    await until('the messages have waited for three seconds', () => (monitor.latest()?.seconds ?? 0) > 3);
    await using restarted = startMonitor(pipeline.broker);
    const { messages, seconds } = await restarted.first();
    assert.equal(messages, 3);
    assert.ok(seconds > 2.9, `${seconds} s`);
  });

  it('is that of the clock of the broker, whatever a producer claims', async () => {
    await using pipeline = await startTestPipeline();
    await sendBatch(pipeline.broker, 'orders', orders(1, { timestamp: String(Date.now() - 3_600_000) }));
    await using monitor = startMonitor(pipeline.broker);
    const { seconds } = await until('the message is old enough', () => {
      const lag = monitor.latest();
      return lag !== undefined && lag.seconds > 0 ? lag : undefined;
    });
    assert.ok(seconds < 1_800, `${seconds} s`);
  });

  it('counts aborted messages until they are skipped, with their age', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    await using transaction = await beginTransaction(broker, 'orders', orders(2));
    await transaction.abort();
    await using monitor = startMonitor(broker);
    const lag = await until('the messages have waited', () => {
      const latest = monitor.latest();
      return latest !== undefined && latest.seconds > 0 ? latest : undefined;
    });
    // Two messages, and the end of the transaction.
    assert.equal(lag.messages, 3);
    assert.ok(lag.seconds < 1_800, `${lag.seconds} s`);
  });

  it('counts what was deleted before it was read, and is the age of what is left', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    const [topic, groupId] = [broker.fullName('orders'), broker.fullName('products')];
    await sendBatch(broker, 'orders', orders(5));
    await withAdmin(broker, (admin) =>
      admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: '1' }] }),
    );
    await using monitor = startMonitor(broker);
    assert.deepEqual([(await monitor.first()).messages, (await monitor.first()).deletedUnread], [4, 0]);
    await withAdmin(broker, async (admin) => {
      // kafkajs deletes only from a topic that it knows.
      await admin.fetchTopicOffsets(topic);
      await admin.deleteTopicRecords({ topic, partitions: [{ partition: 0, offset: '3' }] });
    });
    await until('the deleted messages are counted', () => monitor.latest()?.deletedUnread === 2);
    const left = await until('those that are left wait', () => {
      const latest = monitor.latest();
      return latest !== undefined && latest.seconds > 1 && latest;
    });
    assert.deepEqual([left.messages, left.seconds < 1_800], [2, true]);
    await using restarted = startMonitor(broker);
    assert.equal((await restarted.first()).deletedUnread, 2);
  });
});
