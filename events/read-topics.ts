import { randomUUID } from 'node:crypto';
import type { KafkaMessage } from 'kafkajs';
import type { Broker } from './broker.ts';
import { deleteGroup } from './delete-group.ts';
import { currentRanges, type OffsetRange, UnreadRanges } from './offset-ranges.ts';
import { partitionKey } from './topics.ts';

/** The prefix of the groups of readers. */
export const readerGroupPrefix = 'reader-';

/** A callback for the messages of each partition, in order, each message once. */
type OnMessage<T extends string> = (topic: T, partition: number, message: KafkaMessage) => void;

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

/** Reads ranges of topics. Uses a consumer group that no other consumer is in, and deletes it afterward. */
export async function readRanges<T extends string>(
  { kafka, fullName }: Broker,
  topics: readonly T[],
  ranges: readonly OffsetRange[],
  onMessage: OnMessage<T>,
): Promise<void> {
  const unread = new UnreadRanges(ranges);
  if (unread.isEmpty) return;
  const topicOf = new Map(topics.map((topic) => [fullName(topic), topic]));
  const remaining = new Map(ranges.map((range) => [partitionKey(range), { ...range }]));
  const groupId = fullName(`${readerGroupPrefix}${randomUUID()}`);
  const consumer = kafka.consumer({ groupId, allowAutoTopicCreation: false, maxWaitTimeInMs: 200 });
  const { promise: finished, resolve, reject } = Promise.withResolvers<void>();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  consumer.on(consumer.events.GROUP_JOIN, () => {
    for (const { topic, partition, start } of remaining.values()) {
      consumer.seek({ topic, partition, offset: String(start) });
    }
  });
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [...topicOf.keys()], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatch: async ({ batch }) => {
        const topic = topicOf.get(batch.topic);
        const range = remaining.get(partitionKey(batch));
        if (topic === undefined || range === undefined) return;
        for (const message of batch.messages) {
          const offset = BigInt(message.offset);
          if (offset < range.start || offset >= range.end) continue;
          onMessage(topic, batch.partition, message);
          range.start = offset + 1n;
        }
        unread.markRead(batch, batch.lastOffset());
        if (unread.isEmpty) resolve();
      },
    });
    await finished;
  } finally {
    await consumer.disconnect();
  }
  await deleteGroup({ kafka, fullName }, groupId);
}
