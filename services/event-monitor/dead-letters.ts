import type { Broker } from '#events/broker.ts';
import { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { type GroupMember, joinGroup } from '#events/group.ts';
import { deadLetterTopics } from '#events/topics.ts';

export interface FollowedDeadLetters extends GroupMember {
  open: OpenDeadLetters;
}

/** Follows the dead-letter topics. Never commits offsets, so that each start reads all dead letters again. */
export async function followDeadLetters(broker: Broker): Promise<FollowedDeadLetters> {
  const open = new OpenDeadLetters();
  const member = await joinGroup(broker, {
    group: 'event-monitor',
    topics: deadLetterTopics,
    fromBeginning: true,
    commit: false,
    eachBatch: async (topic, { batch, resolveOffset }) => {
      for (const message of batch.messages) open.apply(topic, batch.partition, message);
      resolveOffset(batch.lastOffset());
    },
  });
  return { ...member, open };
}
