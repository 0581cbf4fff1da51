import { setTimeout as delay } from 'node:timers/promises';
import type { Faults } from '#platform/faults/faults.ts';
import { isStopping } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { type Broker, withAdmin } from '../broker.ts';
import type { Topic } from '../catalog.ts';
import { type GroupMember, type GroupOptions, joinGroup } from '../group.ts';

const pauseMs = 500;

/** Joins a group as `joinGroup` does; pauses, leaves it or loses its offsets, as is switched on. */
export async function joinDisturbed(
  faults: Faults,
  broker: Broker,
  options: GroupOptions<Topic>,
): Promise<GroupMember> {
  const join = () => joinGroup(broker, { ...options, eachBatch: paused(faults, options.eachBatch) });
  let member: GroupMember | undefined = await join();
  let last: Promise<void> = Promise.resolve();
  /** One after the other: who leaves must have joined. */
  const change = (step: () => Promise<void>): Promise<void> => {
    last = last.catch(() => undefined).then(() => (isStopping() ? undefined : step()));
    return last;
  };
  const leave = async () => {
    await member?.close();
    member = undefined;
  };
  const rejoin = async () => {
    member ??= await join();
  };

  faults.during('consumer-left', async () => {
    await change(leave);
    return () => change(rejoin);
  });
  faults.during('offset-lost', async ({ messages }) => {
    await change(async () => {
      if (member === undefined) return;
      await leave();
      try {
        await setBack(broker, options, messages);
      } finally {
        await rejoin();
      }
    });
    return () => undefined;
  });
  return {
    joined: async () => {
      if (member === undefined) throw new Error(`has left the group ${options.group}`);
      await member.joined();
    },
    close: async () => member?.close(),
  };
}

/** Takes up nothing while it is paused, and stays a member. */
function paused(faults: Faults, eachBatch: GroupOptions<Topic>['eachBatch']): GroupOptions<Topic>['eachBatch'] {
  return async (topic, payload) => {
    while (faults.active('consumer-paused').length > 0) {
      if (!payload.isRunning() || payload.isStale()) return;
      await payload.heartbeat();
      await delay(pauseMs);
    }
    await eachBatch(topic, payload);
  };
}

/** Sets what a group without members has committed back by so many messages in each partition. */
async function setBack(broker: Broker, { group, topics }: GroupOptions<Topic>, messages: number): Promise<void> {
  const groupId = broker.fullName(group);
  await withAdmin(broker, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: topics.map(broker.fullName) });
    for (const { topic, partitions } of committed) {
      const ends = await admin.fetchTopicOffsets(topic);
      const earlier = partitions
        .filter(({ offset }) => Number(offset) >= 0)
        .map(({ partition, offset }) => {
          const low = Number(ends.find((one) => one.partition === partition)?.low ?? 0);
          return { partition, offset: String(Math.max(low, Number(offset) - messages)) };
        });
      if (earlier.length === 0) continue;
      await admin.setOffsets({ groupId, topic, partitions: earlier });
      logger.warn('set the offsets of the group back', { group, topic, partitions: earlier });
    }
  });
}
