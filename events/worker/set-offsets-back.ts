import { logger } from '#telemetry/logger.ts';
import { type Broker, withAdmin } from '../broker.ts';
import type { Topic } from '../catalog.ts';
import type { GroupOptions } from '../group.ts';

/** Moves the committed offsets of a group without members back by a number of messages in each partition. */
export async function setOffsetsBack(
  broker: Broker,
  { group, topics }: Pick<GroupOptions<Topic>, 'group' | 'topics'>,
  messages: number,
): Promise<void> {
  const groupId = broker.fullName(group);
  await withAdmin(broker, async (admin) => {
    const committed = await admin.fetchOffsets({ groupId, topics: topics.map(broker.fullName) });
    for (const { topic, partitions } of committed) {
      const ends = await admin.fetchTopicOffsets(topic);
      const earlier = partitions
        .filter(({ offset }) => Number(offset) >= 0)
        .map(({ partition, offset }) => {
          const low = Number(ends.find((end) => end.partition === partition)?.low ?? 0);
          return { partition, offset: String(Math.max(low, Number(offset) - messages)) };
        });
      if (earlier.length === 0) continue;
      await admin.setOffsets({ groupId, topic, partitions: earlier });
      logger.warn('consumer group offsets moved back', { group, topic, partitions: earlier });
    }
  });
}
