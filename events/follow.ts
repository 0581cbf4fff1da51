import { context } from '@opentelemetry/api';
import type { EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable, withAdmin } from './broker.ts';
import type { EventType, ReceivedEvent, Topic } from './catalog.ts';
import { type GroupMember, joinGroup } from './group.ts';
import { Poison } from './poison.ts';
import { receive } from './receive.ts';
import { createTopics, topicsOf } from './topics.ts';
import { activeSpanContext, endSpan, startProcess } from './trace.ts';

export interface Following<T extends EventType> {
  /** A group that nobody else has, so that every follower sees every event. It is deleted at the end. */
  group: string;
  types: readonly T[];
  /** How far back to begin, in milliseconds. */
  since: number;
  /** Must neither throw nor wait. May be given an event more than once. */
  onEvent(event: ReceivedEvent<T>): void;
}

/**
 * Follows events as they come, for what is kept in memory only: nothing is recorded, tried again or dead-lettered, and
 * what is not an event of the catalog is left to the workers. Waits for the broker. The member counts as joined when
 * it has also seen what was there when it began.
 */
export async function followEvents<T extends EventType>(
  broker: Broker,
  following: Following<T>,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const { group, types, since } = following;
  const topics = topicsOf(types);
  const from = new Date(Date.now() - since);
  const past = await whenAvailable(async () => {
    await createTopics(broker);
    return pastSince(broker, topics, from);
  }, signal);
  const unread = new Map(
    past
      .filter(({ offset, end }) => BigInt(offset) < end)
      .map(({ topic, partition, end }) => [`${topic}:${partition}`, end]),
  );
  const member = await joinGroup(
    broker,
    {
      group,
      topics,
      fromBeginning: false,
      startAt: past,
      commit: false,
      patience: { minBytes: 65_536, maxWaitTimeInMs: 50 },
      eachBatch: async (topic, payload) => {
        const { batch } = payload;
        for (const message of batch.messages) follow(following, topic, payload, message);
        payload.resolveOffset(batch.lastOffset());
        const place = `${batch.topic}:${batch.partition}`;
        if (BigInt(batch.lastOffset()) + 1n >= (unread.get(place) ?? 0n)) unread.delete(place);
      },
    },
    signal,
  );
  return {
    joined: async () => {
      await member.joined();
      if (unread.size > 0) throw new Error(`${group} has not caught up yet`);
    },
    close: async () => {
      await member.close();
      await withAdmin(broker, (admin) => admin.deleteGroups([broker.fullName(group)])).catch((error: unknown) =>
        logger.warn('the group of this follower was not deleted', { group, error }),
      );
    },
  };
}

function follow<T extends EventType>(
  { group, types, onEvent }: Following<T>,
  topic: Topic,
  { batch }: EachBatchPayload,
  message: EachBatchPayload['batch']['messages'][number],
): void {
  try {
    const event = receive(message, types, new Date());
    if (event === undefined) return;
    const ctx = startProcess({ topic, group, partition: batch.partition, message }, { poll: activeSpanContext() });
    context.with(ctx, () => onEvent(event));
    endSpan(ctx);
  } catch (error) {
    if (!(error instanceof Poison)) throw error;
    logger.debug('left a message to the workers', { topic, partition: batch.partition, offset: message.offset, error });
  }
}

/** From the first message after a time to what is the end now, for each partition. */
function pastSince(
  broker: Broker,
  topics: readonly Topic[],
  time: Date,
): Promise<(TopicPartitionOffset & { end: bigint })[]> {
  return withAdmin(broker, async (admin) => {
    const found = topics.map(broker.fullName).map(async (topic) => {
      const ends = await admin.fetchTopicOffsets(topic);
      const starts = await admin.fetchTopicOffsetsByTimestamp(topic, time.getTime());
      return starts.map(({ partition, offset }) => {
        const end = BigInt(ends.find((one) => one.partition === partition)?.high ?? 0);
        return { topic, partition, offset, end };
      });
    });
    return (await Promise.all(found)).flat();
  });
}
