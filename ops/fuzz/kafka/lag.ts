import { setTimeout as delay } from 'node:timers/promises';
import { type Broker, withAdmin } from '#events/broker.ts';
import { subscriptions } from '#events/subscriptions.ts';
import { partitionKey, topicsOf } from '#events/topics.ts';

/** Returns the partitions that a worker's group has not read to their end, with the offset at which it stands. */
const behind = (broker: Broker): Promise<{ group: string; position: string; end: string }[]> =>
  withAdmin(broker, async (admin) => {
    const lags = (['products', 'orders'] as const).map(async (group) => {
      const names = topicsOf(subscriptions[group]).map(broker.fullName);
      const topics = await admin.fetchOffsets({ groupId: broker.fullName(group), topics: names });
      const perTopic = topics.map(async ({ topic, partitions }) => {
        const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
        return partitions
          .map(({ partition, offset }) => ({ partition, offset, end: ends.get(partition) ?? '0' }))
          .filter(({ offset, end }) => Math.max(0, Number(offset)) < Number(end))
          .map(({ partition, offset, end }) => ({
            group,
            position: `${partitionKey({ topic, partition })}:${offset}`,
            end,
          }));
      });
      return (await Promise.all(perTopic)).flat();
    });
    return (await Promise.all(lags)).flat();
  });

/** Waits until the workers have read everything. Returns where they stand if they have not after this time. */
export async function waitUntilRead(broker: Broker, seconds: number): Promise<string[]> {
  const deadline = Date.now() + seconds * 1_000;
  for (;;) {
    const lags = await behind(broker);
    if (lags.length === 0) return [];
    if (Date.now() > deadline) {
      return lags.map(({ group, position, end }) => `${group} has stopped at ${position} of ${end}`);
    }
    await delay(500);
  }
}
