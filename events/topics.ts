import { type Broker, withAdmin } from './broker.ts';
import { catalog, type EventType, type Topic } from './catalog.ts';
import { provideTopics, type TopicSettings } from './provide-topics.ts';

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

/** Creates the topics of the pipeline, or adds the settings that existing ones lack. */
export const createTopics = (broker: Broker): Promise<void> =>
  withAdmin(broker, (admin) =>
    provideTopics(
      admin,
      definitions.map((definition) => ({ ...definition, topic: broker.fullName(definition.topic) })),
    ),
  );

/**
 * Checks that topics exist. Processes do not create them, because they have no right to.
 * @throws {Error} that names the topics that do not exist, or that this process may not use
 */
export async function requireTopics(broker: Broker, required: readonly AnyTopic[]): Promise<void> {
  const existing = new Set(await withAdmin(broker, (admin) => admin.listTopics()));
  const missing = required.map(broker.fullName).filter((topic) => !existing.has(topic));
  if (missing.length > 0) throw new Error(`topics do not exist, or access to them is denied: ${missing.join(', ')}`);
}

/**
 * Kafka decompresses what others send compressed, and refuses what is then too large. It changes nothing of our own
 * messages, which are not compressed.
 */
const uncompressed = { 'compression.type': 'uncompressed' };

const eventTopic = (topic: Topic): TopicSettings => ({
  topic,
  partitions,
  settings: {
    ...uncompressed,
    'retention.ms': String(retentionMs),
    // The broker's clock decides how old a message is. With that of a producer, an event from a machine whose clock is a
    // week slow would be deleted before anyone has read it.
    'message.timestamp.type': 'LogAppendTime',
  },
});

const deadLetterTopic = (topic: DeadLetterTopic): TopicSettings => ({
  topic,
  partitions,
  settings: {
    ...uncompressed,
    // Dead letters are kept until they are replayed or discarded.
    'retention.ms': '-1',
    // Fits the largest message that Kafka accepts by default, plus the headers of a dead letter.
    'max.message.bytes': String(2 * 1024 * 1024),
  },
});

const faults: TopicSettings = {
  topic: faultsTopic,
  partitions: 1,
  // Every fault expires within a day.
  settings: { ...uncompressed, 'cleanup.policy': 'compact,delete', 'retention.ms': String(day) },
};

const definitions: readonly TopicSettings[] = [
  ...topics.map(eventTopic),
  ...deadLetterTopics.map(deadLetterTopic),
  faults,
];
