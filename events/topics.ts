import type { ITopicConfig } from 'kafkajs';
import { type Broker, withAdmin } from './broker.ts';
import { catalog, type EventType, type Topic } from './catalog.ts';

export const partitions = 6;

const day = 24 * 60 * 60 * 1_000;

/** The retention of messages in Kafka, in milliseconds. Records of handled messages must be kept longer (see record.ts). */
export const retentionMs = 7 * day;

export type DeadLetterTopic = `${Topic}.dlq`;

export const topics: readonly Topic[] = [...new Set(Object.values(catalog).map(({ topic }) => topic))];
export const deadLetterTopics = topics.map((topic): DeadLetterTopic => `${topic}.dlq`);

/** The topic of the faults that are switched on. The last message of each key is valid (see switches/). */
export const faultsTopic = 'faults';

export type AnyTopic = Topic | DeadLetterTopic | typeof faultsTopic;

/** Returns the topics that events of these types are published to. */
export function topicsOf(types: readonly EventType[]): Topic[] {
  return [...new Set(types.map((type) => catalog[type].topic))];
}

/** Returns a key for maps of partitions: `orders:0`. */
export const partitionKey = ({ topic, partition }: { topic: string; partition: number }): string =>
  `${topic}:${partition}`;

/** Kafka's own topic of the offsets of all consumer groups. Without it no consumer can join a group. */
export const offsetsTopic = '__consumer_offsets';

/** Creates the topics of the pipeline that do not exist. */
export async function createTopics(broker: Broker): Promise<void> {
  const wanted = definitions.map((config) => ({ ...config, topic: broker.fullName(config.topic) }));
  await withAdmin(broker, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0) await admin.createTopics({ waitForLeaders: true, topics: missing });
  });
}

/**
 * Checks that topics exist. Processes do not create them, because they have no right to.
 * @throws {Error} that names the topics that do not exist, or that this process may not use
 */
export async function requireTopics(broker: Broker, required: readonly AnyTopic[]): Promise<void> {
  const existing = new Set(await withAdmin(broker, (admin) => admin.listTopics()));
  const missing = required.map(broker.fullName).filter((topic) => !existing.has(topic));
  if (missing.length > 0) throw new Error(`topics do not exist, or access to them is denied: ${missing.join(', ')}`);
}

const eventTopic = (topic: Topic) => ({
  topic,
  numPartitions: partitions,
  configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
});

const deadLetterTopic = (topic: DeadLetterTopic) => ({
  topic,
  numPartitions: partitions,
  configEntries: [
    // Dead letters are kept until they are replayed or discarded.
    { name: 'retention.ms', value: '-1' },
    // Fits the largest message that Kafka accepts by default, plus the headers of a dead letter.
    { name: 'max.message.bytes', value: String(2 * 1024 * 1024) },
  ],
});

const faults = {
  topic: faultsTopic,
  numPartitions: 1,
  configEntries: [
    { name: 'cleanup.policy', value: 'compact,delete' },
    // Every fault expires within a day.
    { name: 'retention.ms', value: String(day) },
  ],
};

const definitions: readonly ITopicConfig[] = [
  ...topics.map(eventTopic),
  ...deadLetterTopics.map(deadLetterTopic),
  faults,
];
