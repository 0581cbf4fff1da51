import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { EachBatchPayload, KafkaMessage } from 'kafkajs';
import type { Broker } from './broker.ts';
import { deleteGroup } from './delete-group.ts';
import { currentRanges, type OffsetRange, type Partition, UnreadRanges } from './offset-ranges.ts';

/** The prefix of the groups of readers. */
export const readerGroupPrefix = 'reader-';

/** A callback for the messages of each partition, in order, each message once, one at a time. */
type OnMessage<T extends string> = (topic: T, partition: number, message: KafkaMessage) => void | Promise<void>;

/** Responses are small, because a reader may have little memory. A larger message is read by itself. */
const fetch = { maxWaitTimeInMs: 200, maxBytes: 1_024 * 1_024, maxBytesPerPartition: 256 * 1_024 };

/**
 * Reads topics up to the end that they have now, and returns when all messages are read.
 * @param since skips messages that are older than this time
 * @throws {Error} if the topics do not exist, or Kafka fails before all messages are read
 */
export async function readTopics<T extends string>(
  broker: Broker,
  topics: readonly T[],
  onMessage: OnMessage<T>,
  since?: Date,
): Promise<void> {
  await readRanges(broker, topics, await currentRanges(broker, topics, since), onMessage);
}

/**
 * Reads ranges of topics. Uses a consumer group that no other consumer is in, and deletes it afterward.
 * @throws {Error} if `onMessage` or Kafka fails, or there is no progress for 30 s
 */
export async function readRanges<T extends string>(
  broker: Broker,
  topics: readonly T[],
  ranges: readonly OffsetRange[],
  onMessage: OnMessage<T>,
): Promise<void> {
  const unread = new UnreadRanges(ranges);
  if (unread.isEmpty) return;
  const topicOf = new Map(topics.map((topic) => [broker.fullName(topic), topic]));
  const groupId = broker.fullName(`${readerGroupPrefix}${randomUUID()}`);
  const consumer = broker.kafka.consumer({ groupId, allowAutoTopicCreation: false, ...fetch });
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  const ended = new AbortController();
  /** Stops fetching from those partitions that are read. */
  const pauseRead = (partitions: readonly Partition[]) => {
    const read = partitions.filter((partition) => !unread.has(partition));
    consumer.pause(read.map(({ topic, partition }) => ({ topic, partitions: [partition] })));
  };
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, ({ payload: { memberAssignment } }) => {
    for (const { topic, partition, start } of unread.list()) {
      consumer.seek({ topic, partition, offset: String(start) });
    }
    for (const [topic, partitions] of Object.entries(memberAssignment)) {
      pauseRead(partitions.map((partition) => ({ topic, partition })));
    }
  });
  const read = async ({ batch, heartbeat }: EachBatchPayload) => {
    const topic = topicOf.get(batch.topic);
    if (topic === undefined) return;
    for (const message of batch.messages) {
      if (ended.signal.aborted) return;
      if (!unread.includes(batch, message.offset)) continue;
      try {
        await onMessage(topic, batch.partition, message);
      } catch (error) {
        return reject(error);
      }
      unread.markRead(batch, message.offset);
      await heartbeat();
    }
    unread.markRead(batch, batch.lastOffset());
    pauseRead([batch]);
    if (unread.isEmpty) resolve();
  };
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topicOf.keys()], fromBeginning: true });
    await consumer.run({ autoCommit: false, eachBatch: read });
    await Promise.race([finished, untilUnreadable(broker, topics, unread, ended.signal)]);
  } finally {
    ended.abort();
    await consumer.disconnect();
  }
  await deleteGroup(broker, groupId);
}

const checkMs = 2_000;
const stalledAfterMs = 30_000;

/**
 * Waits until Kafka no longer has what is unread: messages may be deleted while they are read.
 * @throws {Error} if the topics were deleted, or there is no progress
 */
async function untilUnreadable(
  broker: Broker,
  topics: readonly string[],
  unread: UnreadRanges,
  signal: AbortSignal,
): Promise<void> {
  const position = () => unread.list().map(({ topic, partition, start }) => `${topic}:${partition}:${start}`);
  let last = '';
  let progressAt = performance.now();
  while (!unread.isEmpty) {
    await delay(checkMs, undefined, { signal });
    unread.limitTo(await currentRanges(broker, topics));
    const now = position().join();
    if (now !== last) progressAt = performance.now();
    last = now;
    if (performance.now() - progressAt > stalledAfterMs) throw new Error(`reading of ${now} has stalled`);
  }
}
