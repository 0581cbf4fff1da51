import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { switchOn } from '#platform/faults/faults.testkit.ts';
import { Faults } from '#platform/faults/faults.ts';
import { until } from '../../tests/support/until.ts';
import { withAdmin } from '../broker.ts';
import type { GroupMember } from '../group.ts';
import { sessionTimeoutMs } from '../group-consumer.ts';
import { joinWithFaults } from './consumer-faults.ts';
import { startTestPipeline, startTestWorker, type TestPipeline } from './worker.testkit.ts';

interface TestWorker extends AsyncDisposable {
  faults: Faults;
  member: GroupMember;
  /** Returns the number of messages received so far, redelivered ones included. */
  received(): number;
}

async function startWorker(pipeline: TestPipeline): Promise<TestWorker> {
  const faults = new Faults('product-worker');
  let received = 0;
  const member = await startTestWorker(
    pipeline.broker,
    pipeline.database,
    pipeline.publisher,
    undefined,
    (broker, options) =>
      joinWithFaults(faults, broker, {
        ...options,
        eachBatch: async (topic, payload) => {
          received += payload.batch.messages.length;
          await options.eachBatch(topic, payload);
        },
      }),
  );
  faults.markLoaded();
  return { faults, member, received: () => received, [Symbol.asyncDispose]: () => member.close() };
}

const untilHandled = (pipeline: TestPipeline, orders: number) =>
  until(`${orders} orders are handled`, async () => (await pipeline.effects()).size === orders);

const membersOf = ({ broker }: TestPipeline): Promise<number> =>
  withAdmin(broker, async (admin) => {
    const { groups } = await admin.describeGroups([broker.fullName('pipeline')]);
    return groups[0]?.members.length ?? 0;
  });

describe('a consumer with faults', () => {
  it('that is paused stays a member and handles nothing until it is resumed', async () => {
    await using pipeline = await startTestPipeline();
    await using worker = await startWorker(pipeline);
    const { faults, received } = worker;
    await pipeline.place(1);
    await untilHandled(pipeline, 1);
    const off = switchOn(faults, 'consumer-paused');
    const handledBefore = received();
    await pipeline.place(20);
    // Without heartbeats, the broker would have removed the member by then.
    await delay(sessionTimeoutMs + 1_000);
    assert.equal(received(), handledBefore);
    await until('members of the group: 1', async () => (await membersOf(pipeline)) === 1);
    off();
    await untilHandled(pipeline, 21);
  });

  it('that is paused leaves its group immediately when it is closed', async () => {
    await using pipeline = await startTestPipeline();
    await using worker = await startWorker(pipeline);
    const { faults, member } = worker;
    switchOn(faults, 'consumer-paused');
    await pipeline.place(5);
    await member.close();
    assert.equal(await membersOf(pipeline), 0);
  });

  it('that left its group during a fault joins again and handles the messages that arrived meanwhile', async () => {
    await using pipeline = await startTestPipeline();
    await using worker = await startWorker(pipeline);
    const { faults, member } = worker;
    const off = switchOn(faults, 'consumer-left');
    await until('members of the group: 0', async () => (await membersOf(pipeline)) === 0);
    await assert.rejects(member.joined(), /has left the group/);
    const orders = await pipeline.place(5);
    off();
    await untilHandled(pipeline, orders.length);
    await member.joined();
  });

  it('whose offsets are moved back receives messages again, and none takes effect twice', async () => {
    await using pipeline = await startTestPipeline();
    await using worker = await startWorker(pipeline);
    const { faults, received } = worker;
    await pipeline.place(60);
    await untilHandled(pipeline, 60);
    // A rebalance right after the first join may already have repeated some messages.
    const receivedBefore = received();
    switchOn(faults, 'offset-lost', { messages: 5 });
    await until('messages are received again', () => received() > receivedBefore);
    await pipeline.place(1);
    await untilHandled(pipeline, 61);
    await until('more than 20 messages are received again', () => received() > receivedBefore + 20);
    assert.ok(received() <= receivedBefore + 1 + 6 * 5, 'no more than 5 messages of each partition are repeated');
    assert.deepEqual(new Set((await pipeline.effects()).values()), new Set([1]));
  });
});
