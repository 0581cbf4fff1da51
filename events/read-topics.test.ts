import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { withAdmin } from './broker.ts';
import { presentRanges } from './ranges.ts';
import { readRanges, readTopics } from './read-topics.ts';
import { startTestPipeline } from './worker/worker.testkit.ts';

describe('readTopics', () => {
  it('reads all messages of the topics, and deletes its group', async () => {
    await using pipeline = await startTestPipeline();
    const orders = await pipeline.place(50);
    const read: string[] = [];
    await readTopics(pipeline.broker, ['orders', 'stock'], (topic, _partition, { key }) =>
      read.push(`${topic} ${key}`),
    );
    assert.deepEqual(read.sort(), orders.map((orderId) => `orders ${orderId}`).sort());
    const { groups } = await withAdmin(pipeline.broker, (admin) => admin.listGroups());
    assert.deepEqual(
      groups.map(({ groupId }) => groupId).filter((id) => id.startsWith(pipeline.broker.fullName('reader-'))),
      [],
    );
  });

  it('returns at once if the topics are empty', async () => {
    await using pipeline = await startTestPipeline();
    await readTopics(pipeline.broker, ['orders', 'stock'], () => assert.fail('there are no messages'));
  });

  it('skips messages before `since`', async () => {
    await using pipeline = await startTestPipeline();
    await pipeline.place(20);
    const since = new Date(Date.now() + 1);
    while (Date.now() <= since.getTime());
    const orders = await pipeline.place(3);
    const read: string[] = [];
    await readTopics(pipeline.broker, ['orders'], (_topic, _partition, { key }) => read.push(String(key)), since);
    assert.deepEqual(read.sort(), orders.sort());
  });
});

it('readRanges reads nothing after the end of the ranges', async () => {
  await using pipeline = await startTestPipeline();
  const orders = await pipeline.place(20);
  const ranges = await presentRanges(pipeline.broker, ['orders']);
  await pipeline.place(20);
  const read: string[] = [];
  await readRanges(pipeline.broker, ['orders'], ranges, (_topic, _partition, { key }) => read.push(String(key)));
  assert.deepEqual(read.sort(), orders.sort());
});
