import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { until } from '../tests/support/until.ts';
import { withAdmin } from './broker.ts';
import { followEvents } from './follow.ts';
import { placed, startTestPipeline } from './worker/worker.testkit.ts';

it('a follower receives recent and new events, and deletes its group when it closes', async () => {
  await using pipeline = await startTestPipeline();
  const before = await pipeline.place(20);
  const seen = new Set<string>();
  const latest = randomUUID();
  const complete = Promise.withResolvers<void>();
  const group = `follower-${randomUUID()}`;
  const follower = await followEvents(pipeline.broker, {
    group,
    types: ['order.placed'],
    since: 60_000,
    onEvent: ({ data }) => {
      seen.add(data.orderId);
      if (seen.size > before.length) complete.resolve();
    },
  });
  await until('the follower has joined', () => follower.joined().then(() => true));
  assert.deepEqual(seen, new Set(before), 'when it has joined, it has received all recent events');
  await pipeline.publisher.publish([placed(latest)]);
  await complete.promise;
  assert.deepEqual(seen, new Set([...before, latest]));
  await follower.close();
  const { groups } = await withAdmin(pipeline.broker, (admin) => admin.listGroups());
  assert.ok(!groups.some(({ groupId }) => groupId === pipeline.broker.fullName(group)));
});

it('a follower does not receive events older than `since`', async () => {
  await using pipeline = await startTestPipeline();
  await pipeline.place(20);
  const latest = randomUUID();
  const first = Promise.withResolvers<string>();
  const follower = await followEvents(pipeline.broker, {
    group: `follower-${randomUUID()}`,
    types: ['order.placed'],
    since: 0,
    onEvent: ({ data }) => first.resolve(data.orderId),
  });
  await pipeline.publisher.publish([placed(latest)]);
  assert.equal(await first.promise, latest);
  await follower.close();
});
