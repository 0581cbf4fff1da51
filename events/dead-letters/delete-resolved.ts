import { logger } from '#telemetry/logger.ts';
import { type Broker, withAdmin } from '../broker.ts';
import { deadLetterTopics, retentionMs } from '../topics.ts';
import type { OpenDeadLetters } from './open-dead-letters.ts';

/**
 * Deletes the messages before the first open dead letter of each partition that are older than a week. Otherwise the
 * topics, which have no retention, would grow forever. Logs a failure, because the next call deletes the same messages.
 */
export async function deleteResolved(broker: Broker, open: OpenDeadLetters): Promise<void> {
  try {
    await withAdmin(broker, async (admin) => {
      for (const topic of deadLetterTopics) {
        const name = broker.fullName(topic);
        const recent = await admin.fetchTopicOffsetsByTimestamp(name, Date.now() - retentionMs);
        const partitions = (await admin.fetchTopicOffsets(name)).flatMap(({ partition, low }) => {
          const firstRecent = recent.find((one) => one.partition === partition)?.offset ?? low;
          const offset = Math.min(open.resolvedBefore({ topic, partition }), Number(firstRecent));
          return offset > Number(low) ? [{ partition, offset: String(offset) }] : [];
        });
        if (partitions.length > 0) await admin.deleteTopicRecords({ topic: name, partitions });
      }
    });
  } catch (error) {
    logger.warn('failed to delete resolved dead letters', { error });
  }
}
