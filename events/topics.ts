import type { ITopicConfig } from 'kafkajs';
import { type Broker, withAdmin } from './broker.ts';
import { catalog, type EventType, type Topic } from './catalog.ts';

export const partitions = 6;

const day = 24 * 60 * 60 * 1_000;

/** How long messages are kept, in milliseconds. Records of handled messages must be kept longer (see record.ts). */
export const retentionMs = 7 * day;

export type DeadLetterTopic = `${Topic}.dlq`;

export const topics: readonly Topic[] = [...new Set(Object.values(catalog).map(({ topic }) => topic))];
export const deadLetterTopics = topics.map((topic): DeadLetterTopic => `${topic}.dlq`);

/** The topics that these events are published to. */
export function topicsOf(types: readonly EventType[]): Topic[] {
  return [...new Set(types.map((type) => catalog[type].topic))];
}

/** Where it is kept which faults are switched on (faults/): the last message of a key counts. */
export const faultsTopic = 'faults';

const switches = {
  topic: faultsTopic,
  numPartitions: 1,
  configEntries: [
    { name: 'cleanup.policy', value: 'compact,delete' },
    // No fault lasts that long.
    { name: 'retention.ms', value: String(day) },
  ],
};

/** Creates the topic of the switches if it is missing. */
export const createFaultsTopic = (broker: Broker): Promise<void> => createMissing(broker, [switches]);

/** Creates the topics that are missing. Dead letters are kept until someone has dealt with them. */
export function createTopics(broker: Broker): Promise<void> {
  const wanted = [...topics.map(eventTopic), ...deadLetterTopics.map(deadLetterTopic)];
  return createMissing(
    broker,
    wanted.map((config) => ({ ...config, numPartitions: partitions })),
  );
}

async function createMissing(broker: Broker, configs: readonly ITopicConfig[]): Promise<void> {
  const wanted = configs.map((config) => ({ ...config, topic: broker.fullName(config.topic) }));
  await withAdmin(broker, async (admin) => {
    const existing = new Set(await admin.listTopics());
    const missing = wanted.filter(({ topic }) => !existing.has(topic));
    if (missing.length > 0) await admin.createTopics({ waitForLeaders: true, topics: missing });
  });
}

const eventTopic = (topic: Topic) => ({
  topic,
  configEntries: [{ name: 'retention.ms', value: String(retentionMs) }],
});

const deadLetterTopic = (topic: DeadLetterTopic) => ({
  topic,
  configEntries: [
    { name: 'retention.ms', value: '-1' },
    // The largest message that Kafka takes by default must fit with the headers of a dead letter.
    { name: 'max.message.bytes', value: String(2 * 1024 * 1024) },
  ],
});
