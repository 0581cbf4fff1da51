import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { light } from '#platform/faults/faults.testkit.ts';
import { Faults } from '#platform/faults/faults.ts';
import { withAdmin } from '../broker.ts';
import { type GroupMember, sessionTimeoutMs } from '../group.ts';
import { joinDisturbed } from './consumer-faults.ts';
import { startTestPipeline, startTestWorker, type TestPipeline } from './worker.testkit.ts';

interface Worker {
  faults: Faults;
  member: GroupMember;
  /** How many messages came, again those that came before. */
  received(): number;
}

async function work(pipeline: TestPipeline): Promise<Worker> {
  const faults = new Faults('product-worker');
  let received = 0;
  const member = await startTestWorker(
    pipeline.broker,
    pipeline.database,
    pipeline.publisher,
    undefined,
    (broker, options) =>
      joinDisturbed(faults, broker, {
        ...options,
        eachBatch: async (topic, payload) => {
          received += payload.batch.messages.length;
          await options.eachBatch(topic, payload);
        },
      }),
  );
  return { faults, member, received: () => received };
}

async function until(met: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await met())) await delay(20);
}

const membersOf = ({ broker }: TestPipeline): Promise<number> =>
  withAdmin(broker, async (admin) => {
    const { groups } = await admin.describeGroups([broker.named('pipeline')]);
    return groups[0]?.members.length ?? 0;
  });

describe('a consumer', () => {
  it('that is paused stays a member and takes nothing up; later it handles all', async () => {
    await using pipeline = await startTestPipeline();
    const { faults, member, received } = await work(pipeline);
    await pipeline.place(1);
    await until(async () => (await pipeline.effects()).size === 1);
    const off = light(faults, 'consumer-paused');
    const handledBefore = received();
    await pipeline.place(20);
    // Without heartbeats, the member would be removed from the group by then.
    await delay(sessionTimeoutMs + 1_000);
    assert.equal(received(), handledBefore);
    await until(async () => (await membersOf(pipeline)) === 1);
    off();
    await until(async () => (await pipeline.effects()).size === 21);
    await member.close();
  });

  it('that is paused ends at once', async () => {
    await using pipeline = await startTestPipeline();
    const { faults, member } = await work(pipeline);
    light(faults, 'consumer-paused');
    await pipeline.place(5);
    await member.close();
    assert.equal(await membersOf(pipeline), 0);
  });

  it('that has left its group joins it again when that is off, and handles what came meanwhile', async () => {
    await using pipeline = await startTestPipeline();
    const { faults, member } = await work(pipeline);
    const off = light(faults, 'consumer-left');
    await until(async () => (await membersOf(pipeline)) === 0);
    await assert.rejects(member.joined(), /has left the group/);
    const orders = await pipeline.place(5);
    off();
    await until(async () => (await pipeline.effects()).size === orders.length);
    await member.joined();
    await member.close();
  });

  it('that lost its offsets gets messages again, and nothing takes effect twice', async () => {
    await using pipeline = await startTestPipeline();
    const { faults, member, received } = await work(pipeline);
    await pipeline.place(60);
    await until(async () => (await pipeline.effects()).size === 60);
    assert.equal(received(), 60);
    light(faults, 'offset-lost', { messages: 5 });
    await until(() => received() > 60);
    await pipeline.place(1);
    await until(async () => (await pipeline.effects()).size === 61);
    await until(() => received() > 80);
    assert.ok(received() <= 60 + 1 + 6 * 5, 'no more than was said');
    assert.deepEqual(new Set((await pipeline.effects()).values()), new Set([1]));
    await member.close();
  });
});
