import type { Consumer, EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import { logger } from '#observability/logger.ts';
import { stop } from '#process/stop.ts';
import type { Topic } from './catalogue.ts';
import { type Broker, whenAvailable } from './kafka.ts';
import { type DeadLetterTopic, partitions } from './topics.ts';

export interface GroupMember {
  /** @throws {Error} unless this process is a member of the group. */
  joined(): Promise<void>;
  /** Finishes the chunk in hand, leaves the group and disconnects. */
  close(): Promise<void>;
}

interface GroupOptions<T extends Topic | DeadLetterTopic> {
  group: string;
  topics: readonly T[];
  /** Where a group without offsets begins. */
  fromBeginning: boolean;
  /** Where this member begins instead, by the full names of the topics. */
  startAt?: readonly TopicPartitionOffset[];
  /** False for a group that begins anew each time. */
  commit?: boolean;
  eachBatch(topic: T, payload: EachBatchPayload): Promise<void>;
}

/**
 * Joins a consumer group as soon as the broker is there. After an outage of the broker kafkajs joins again by itself; when it gives up, the process
 * ends in order, for it would live on consuming nothing.
 */
export async function joinGroup<T extends Topic | DeadLetterTopic>(
  { kafka, named }: Broker,
  options: GroupOptions<T>,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const consumer: Consumer = kafka.consumer({
    groupId: named(options.group),
    allowAutoTopicCreation: false,
    // A consumer that was killed keeps its partitions this long.
    sessionTimeout: 10_000,
    heartbeatInterval: 2_000,
    rebalanceTimeout: 15_000,
    // An idle fetch delays a stop by this.
    maxWaitTimeInMs: 500,
  });
  let member = false;
  const startAt = [...(options.startAt ?? [])];
  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    member = true;
    // Here, for run() also returns when the first join has failed, and another try is due. Later joins go on from the offsets.
    for (const place of startAt.splice(0)) consumer.seek(place);
    logger.info('joined the consumer group', { group: options.group, partitions: payload.memberAssignment });
  });
  consumer.on(consumer.events.DISCONNECT, () => {
    member = false;
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    member = false;
    logger.error('the consumer lost Kafka', { group: options.group, restart, error });
    if (!restart) void stop(1, 'the consumer crashed');
  });
  const topics = new Map(options.topics.map((topic) => [named(topic), topic]));
  await whenAvailable(consumer.connect, signal);
  await whenAvailable(
    () => consumer.subscribe({ topics: [...topics.keys()], fromBeginning: options.fromBeginning }),
    signal,
  );
  await consumer.run({
    autoCommit: options.commit ?? true,
    eachBatchAutoResolve: false,
    partitionsConsumedConcurrently: partitions,
    eachBatch: async (payload) => {
      const topic = topics.get(payload.batch.topic);
      if (topic !== undefined) await options.eachBatch(topic, payload);
    },
  });
  return {
    joined: async () => {
      if (!member) throw new Error(`not a member of the group ${options.group}`);
    },
    close: () => consumer.disconnect(),
  };
}
