import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { KafkaMessage } from 'kafkajs';
import { whenAvailable, withAdmin } from './broker.ts';
import { currentRanges } from './offset-ranges.ts';
import { readRanges, readTopics } from './read-topics.ts';
import { createTopics } from './topics.ts';
import { startTestPipeline } from './worker/worker.testkit.ts';

/** Creates a callback that collects the keys of messages, and checks that it receives each offset once. */
function collectKeys() {
  const positions = new Set<string>();
  const keys = new Set<string>();
  const onMessage = (topic: string, partition: number, { offset, key }: KafkaMessage) => {
    const position = `${topic}:${partition}:${offset}`;
    assert.ok(!positions.has(position), `${position} was received twice`);
    positions.add(position);
    keys.add(String(key));
  };
  return { keys, onMessage };
}

describe('readTopics', () => {
  it('reads all messages of the topics, and deletes its group', async () => {
    await using pipeline = await startTestPipeline();
    const orders = await pipeline.place(50);
    const { keys, onMessage } = collectKeys();
    await readTopics(pipeline.broker, ['orders', 'stock'], onMessage);
    assert.deepEqual(keys, new Set(orders));
    const { groups } = await withAdmin(pipeline.broker, (admin) => admin.listGroups());
    assert.deepEqual(
      groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(pipeline.broker.fullName('reader-'))),
      [],
    );
  });

  it('returns if the topics are empty', async () => {
    await using pipeline = await startTestPipeline();
    const { keys, onMessage } = collectKeys();
    await whenAvailable(() => readTopics(pipeline.broker, ['orders', 'stock'], onMessage));
    assert.deepEqual(keys, new Set());
  });

  it('skips messages before `since`', async () => {
    await using pipeline = await startTestPipeline();
    await pipeline.place(20);
    const since = new Date(Date.now() + 1);
    while (Date.now() <= since.getTime());
    const orders = await pipeline.place(3);
    const { keys, onMessage } = collectKeys();
    await readTopics(pipeline.broker, ['orders'], onMessage, since);
    assert.deepEqual(keys, new Set(orders));
  });
});

it('readRanges reads nothing after the end of the ranges', async () => {
  await using pipeline = await startTestPipeline();
  const orders = await pipeline.place(20);
  const ranges = await currentRanges(pipeline.broker, ['orders']);
  await pipeline.place(20);
  const { keys, onMessage } = collectKeys();
  await readRanges(pipeline.broker, ['orders'], ranges, onMessage);
  assert.deepEqual(keys, new Set(orders));
});

describe('readRanges, while its messages are deleted', () => {
  it('returns', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    await pipeline.place(20);
    const topic = broker.fullName('orders');
    const ranges = await currentRanges(broker, ['orders']);
    await withAdmin(broker, async (admin) => {
      const partitions = (await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => ({
        partition,
        offset: high,
      }));
      await admin.deleteTopicRecords({ topic, partitions });
    });
    await readRanges(broker, ['orders'], ranges, () => assert.fail('the messages are deleted'));
  });

  it('rejects if the topic is deleted too', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    await pipeline.place(20);
    const ranges = await currentRanges(broker, ['orders']);
    await withAdmin(broker, (admin) => admin.deleteTopics({ topics: [broker.fullName('orders')] }));
    await assert.rejects(readRanges(broker, ['orders'], ranges, () => undefined));
    await createTopics(broker);
  });

  it('rejects if a message cannot be handled', async () => {
    await using pipeline = await startTestPipeline();
    await pipeline.place(20);
    const failure = new Error('this message cannot be handled');
    await assert.rejects(
      readTopics(pipeline.broker, ['orders'], () => Promise.reject(failure)),
      failure,
    );
  });
});
