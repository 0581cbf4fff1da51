import assert from 'node:assert/strict';
import { it } from 'node:test';
import { PartitionAssigners } from 'kafkajs';
import { until } from '../tests/support/until.ts';
import type { Broker } from './broker.ts';
import { joinGroup } from './group.ts';
import { startTestPipeline } from './worker/worker.testkit.ts';
import { eventVersions, type NegotiatedVersions, negotiateVersions } from './written-versions.ts';

/** Joins a consumer group as programs did before they announced the versions that they can read. */
async function joinSilently(broker: Broker, group: string, topic: string) {
  const consumer = broker.kafka.consumer({
    groupId: broker.fullName(group),
    partitionAssigners: [PartitionAssigners.roundRobin],
    sessionTimeout: 10_000,
  });
  await consumer.connect();
  await consumer.subscribe({ topics: [broker.fullName(topic)] });
  const joined = new Promise((resolve) => consumer.on(consumer.events.GROUP_JOIN, resolve));
  await consumer.run({ eachMessage: async () => {} });
  await joined;
  return { [Symbol.asyncDispose]: () => consumer.disconnect() };
}

const join = async (broker: Broker, group: string) => {
  const options = { topics: ['stock'] as const, fromBeginning: false, eachBatch: async () => {} };
  const member = await joinGroup(broker, { group, ...options });
  await until(`a consumer joins ${group}`, () => member.joined().then(() => true));
  return { [Symbol.asyncDispose]: () => member.close() };
};

const reaches = (versions: NegotiatedVersions, expected: number) =>
  until(`version ${expected} is written`, () => versions.of('stock.rejected') === expected);

it('an event is written in the newest version that every running consumer can read', async () => {
  await using pipeline = await startTestPipeline();
  const { broker } = pipeline;
  const versions = negotiateVersions(broker, ['stock.rejected', 'stock.released']);
  await using _versions = { [Symbol.asyncDispose]: versions.stop };
  assert.equal(versions.of('stock.rejected'), 1);
  {
    await using _new = await join(broker, 'orders');
    await reaches(versions, 2);
    assert.equal(versions.of('stock.released'), 1);
    {
      await using _old = await joinSilently(broker, 'orders', 'stock');
      await reaches(versions, 1);
      assert.ok(versions.isKnown('stock.rejected'));
    }
    await reaches(versions, 2);
  }
  // A group without members counts as it was last seen.
  const limited = negotiateVersions(broker, ['stock.rejected'], eventVersions.parse('stock.rejected.v1'));
  await using _limited = { [Symbol.asyncDispose]: limited.stop };
  await using _again = await join(broker, 'orders');
  await reaches(versions, 2);
  assert.equal(limited.of('stock.rejected'), 1);
});

it('the limits name event types with their versions', () => {
  assert.deepEqual(
    eventVersions.parse('stock.rejected.v1, order.rejected.v2'),
    new Map([
      ['stock.rejected', 1],
      ['order.rejected', 2],
    ]),
  );
  for (const wrong of ['stock.rejected', 'stock.rejected.v3', 'stock.lost.v1', ',']) {
    assert.equal(eventVersions.safeParse(wrong).success, false, wrong);
  }
});
