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

/** Creates the topics of events and dead letters, or adds the settings that existing ones lack. */
export const createTopics = (broker: Broker): Promise<void> =>
  provide(broker, [...topics.map(eventTopic), ...deadLetterTopics.map(deadLetterTopic)]);

/** Creates the topic of the active faults, or adds the settings that an existing one lacks. */
export const createFaultsTopic = (broker: Broker): Promise<void> =>
  provide(broker, [
    {
      topic: faultsTopic,
      partitions: 1,
      // Every fault expires within a day.
      settings: { ...uncompressed, 'cleanup.policy': 'compact,delete', 'retention.ms': String(day) },
    },
  ]);

const provide = (broker: Broker, wanted: readonly TopicSettings[]): Promise<void> =>
  withAdmin(broker, (admin) =>
    provideTopics(
      admin,
      wanted.map((topic) => ({ ...topic, topic: broker.fullName(topic.topic) })),
    ),
  );

/**
 * Kafka decompresses what others send compressed, and refuses what is then too large. It changes nothing of our own
 * messages, which are not compressed.
 */
const uncompressed = { 'compression.type': 'uncompressed' };

const eventTopic = (topic: Topic): TopicSettings => ({
  topic,
  partitions,
  settings: { ...uncompressed, 'retention.ms': String(retentionMs) },
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
