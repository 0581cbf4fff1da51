import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { it } from 'node:test';
import { context } from '@opentelemetry/api';
import type { IHeaders } from 'kafkajs';
import { until } from '../tests/support/until.ts';
import { withAdmin } from './broker.ts';
import { createEvent } from './event.ts';
import { followEvents } from './follow.ts';
import { createMessage } from './outgoing-message.ts';
import { placed, startTestPipeline } from './worker/worker.testkit.ts';
import { newestVersions } from './written-versions.ts';

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

it('a follower skips or receives messages whose headers have no value, and goes on', async () => {
  await using pipeline = await startTestPipeline();
  const latest = randomUUID();
  const seen = new Set<string>();
  const complete = Promise.withResolvers<void>();
  const events = Array.from({ length: 3 }, () => createEvent(placed(randomUUID()), new Date()));
  const messages = events.map((event) => createMessage(event, context.active(), newestVersions));
  const headers = ['ce_subject', 'ce_id', 'traceparent'].map((name) => ({ [name]: null }) as unknown as IHeaders);
  await pipeline.publisher.send(
    messages.map(({ message, ...outgoing }, n) => ({
      ...outgoing,
      message: { ...message, headers: { ...message.headers, ...headers[n] } },
    })),
  );
  const follower = await followEvents(pipeline.broker, {
    group: `follower-${randomUUID()}`,
    types: ['order.placed'],
    since: 60_000,
    onEvent: ({ data }) => {
      seen.add(data.orderId);
      if (data.orderId === latest) complete.resolve();
    },
  });
  await until('the follower has joined', () => follower.joined().then(() => true));
  await pipeline.publisher.publish([placed(latest)]);
  await complete.promise;
  assert.deepEqual(seen, new Set([events[0]?.data.orderId, events[2]?.data.orderId, latest]));
  await follower.close();
});
