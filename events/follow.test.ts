import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { withAdmin } from './broker.ts';
import { followEvents } from './follow.ts';
import { placed, startTestPipeline } from './worker/worker.testkit.ts';

/** Readiness is asked for, again and again, as a health check does. */
async function until(ready: () => Promise<void>): Promise<void> {
  for (;;) {
    const missing = await ready().then(
      () => false,
      () => true,
    );
    if (!missing) return;
    await delay(10);
  }
}

it('a follower sees what was published a while before it and what comes, and leaves no group behind', async () => {
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
  await until(follower.joined);
  assert.deepEqual(seen, new Set(before), 'it has caught up by the time it has joined');
  await pipeline.publisher.publish([placed(latest)]);
  await complete.promise;
  assert.deepEqual(seen, new Set([...before, latest]));
  await follower.close();
  const { groups } = await withAdmin(pipeline.broker, (admin) => admin.listGroups());
  assert.ok(!groups.some(({ groupId }) => groupId === pipeline.broker.fullName(group)));
});

it('a follower does not see what is older than it asked for', async () => {
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
