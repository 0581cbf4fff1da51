import { setTimeout as delay } from 'node:timers/promises';
import type { Consumer, EachBatchPayload, TopicPartitionOffset } from 'kafkajs';
import { stop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import { type Broker, whenAvailable } from './broker.ts';
import type { Topic } from './catalog.ts';
import { commits } from './offsets.ts';
import { type DeadLetterTopic, partitions, type switchesTopic } from './topics.ts';

type AnyTopic = Topic | DeadLetterTopic | typeof switchesTopic;

/** The time after which the broker removes a member that sends no heartbeats, such as a process that was killed. */
export const sessionTimeoutMs = 10_000;

export interface GroupMember {
  /** @throws {Error} unless this process is a member of the group. */
  joined(): Promise<void>;
  /** Finishes the chunk in hand, leaves the group and disconnects. */
  close(): Promise<void>;
}

export interface GroupOptions<T extends AnyTopic> {
  group: string;
  topics: readonly T[];
  /** Where a group without offsets begins. */
  fromBeginning: boolean;
  /** Where this member, the only one of its group, begins instead: by the full names of the topics. */
  startAt?: readonly TopicPartitionOffset[];
  /** False for a group that begins anew each time. */
  commit?: boolean;
  /** How long the broker gathers messages for a fetch; without it a fetch is answered with the first message. */
  patience?: { minBytes: number; maxWaitTimeInMs: number };
  eachBatch(topic: T, payload: EachBatchPayload): Promise<void>;
}

/**
 * Joins a consumer group as soon as the broker is there, and again after every outage of the broker. A fault of our own
 * in the consumer ends the process in order, for it would live on consuming nothing.
 */
export async function joinGroup<T extends AnyTopic>(
  { kafka, named }: Broker,
  options: GroupOptions<T>,
  signal?: AbortSignal,
): Promise<GroupMember> {
  const consumer: Consumer = kafka.consumer({
    groupId: named(options.group),
    allowAutoTopicCreation: false,
    sessionTimeout: sessionTimeoutMs,
    heartbeatInterval: 2_000,
    rebalanceTimeout: 15_000,
    // An idle fetch delays a stop by this.
    maxWaitTimeInMs: 500,
    ...options.patience,
  });
  const { commit = true } = options;
  const topics = new Map(options.topics.map((topic) => [named(topic), topic]));
  const committing = commits((offsets) => consumer.commitOffsets(offsets), { afterMs: 100 });
  const positions = new Map(options.startAt?.map((position) => [placeOf(position), position]));
  let member = false;
  let closed = false;

  const join = async () => {
    await whenAvailable(consumer.connect, signal);
    await whenAvailable(
      () => consumer.subscribe({ topics: [...topics.keys()], fromBeginning: options.fromBeginning }),
      signal,
    );
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      partitionsConsumedConcurrently: partitions,
      eachBatch: async (payload) => {
        const { batch } = payload;
        const { topic: name, partition } = batch;
        const topic = topics.get(name);
        if (topic === undefined) return;
        const resolveOffset = (offset: string) => {
          payload.resolveOffset(offset);
          const next = { topic: name, partition, offset: String(BigInt(offset) + 1n) };
          if (commit) committing.done(next);
          if (positions.has(placeOf(next))) positions.set(placeOf(next), next);
        };
        await options.eachBatch(topic, { ...payload, resolveOffset });
        // The consumer stops: nothing is committed later.
        if (commit && (closed || !payload.isRunning()))
          await payload.commitOffsetsIfNecessary(payload.uncommittedOffsets());
      },
    });
  };

  consumer.on(consumer.events.GROUP_JOIN, ({ payload }) => {
    if (closed) {
      // kafkajs had begun to join again before.
      consumer
        .disconnect()
        .catch((error: unknown) => logger.warn('a consumer did not leave its group', { group: options.group, error }));
      return;
    }
    member = true;
    committing.forget();
    // At every join: a partition without a commit would begin at its end, and what came during an outage be missed.
    for (const position of positions.values()) consumer.seek(position);
    logger.info('joined the consumer group', { group: options.group, partitions: payload.memberAssignment });
  });
  consumer.on(consumer.events.DISCONNECT, () => {
    member = false;
  });
  consumer.on(consumer.events.CRASH, ({ payload: { error, restart } }) => {
    member = false;
    if (closed) return;
    logger.error('the consumer lost Kafka', { group: options.group, error });
    if (restart) return;
    if (!isKafkas(error)) void stop(1, 'the consumer crashed');
    else join().catch((cause: unknown) => signal?.aborted || stop(1, `the consumer did not join again: ${cause}`));
  });
  await join();
  return {
    joined: async () => {
      if (!member) throw new Error(`not a member of the group ${options.group}`);
    },
    close: async () => {
      closed = true;
      await committing.flush();
      // Who is still joining holds nothing, and hears from the broker only when members that are gone have expired.
      await (member ? consumer.disconnect() : Promise.race([consumer.disconnect(), delay(1_000)]));
      committing.forget();
    },
  };
}

const placeOf = ({ topic, partition }: { topic: string; partition: number }) => `${topic}:${partition}`;

/** Whether kafkajs, which wraps every error, tells of the broker and not of a fault in our code. */
function isKafkas(error: Error): boolean {
  const wrapper = error.name === 'KafkaJSNonRetriableError' || error.name === 'KafkaJSNumberOfRetriesExceeded';
  return wrapper ? error.cause instanceof Error && isKafkas(error.cause) : error.name.startsWith('KafkaJS');
}
