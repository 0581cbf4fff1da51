import type { Broker } from '#events/broker.ts';
import { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { type GroupMember, joinGroup } from '#events/group.ts';
import { deadLetterTopics } from '#events/topics.ts';

export interface FollowedDeadLetters extends GroupMember {
  open: OpenDeadLetters;
}

/** Follows the dead-letter topics. Never commits offsets, so that each start reads all dead letters again. */
export async function followDeadLetters(broker: Broker): Promise<FollowedDeadLetters> {
  const open = new OpenDeadLetters(0);
  const member = await joinGroup(broker, {
    group: 'event-monitor',
    topics: deadLetterTopics,
    fromBeginning: true,
    commit: false,
    // A dead letter can be large, and only one is needed at a time.
    fetch: { maxBytes: 1_024 * 1_024, maxBytesPerPartition: 256 * 1_024 },
    eachBatch: async (topic, { batch, resolveOffset }) => {
      for (const message of batch.messages) open.apply(topic, batch.partition, message);
      resolveOffset(batch.lastOffset());
    },
  });
  return { ...member, open };
}
