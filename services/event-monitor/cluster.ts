import type { Admin } from 'kafkajs';
import { type Broker, withinDeadline } from '#events/broker.ts';
import { deadLetterTopics, offsetsTopic, topics } from '#events/topics.ts';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import { healthFromFailure, healthOf, type PartitionHealth } from './partition-health.ts';

/** The state of a topic. Message counts are undefined while a partition has no leader. */
export interface TopicState extends PartitionHealth {
  /** The number of messages ever written. */
  written?: number;
  /** The number of messages that Kafka still keeps. */
  retained?: number;
}

export interface Cluster {
  brokers: number;
  controllers: number;
  topics: ReadonlyMap<string, TopicState>;
}

/** Measures the Kafka cluster and the topics of the pipeline at intervals. */
export function measureCluster({ kafka, fullName }: Broker, intervalMs: number): PeriodicMeasurement<Cluster> {
  const admin = kafka.admin({ retry: { retries: 1 } });
  const labels = new Map([...topics, ...deadLetterTopics].map((topic) => [fullName(topic), topic as string]));
  labels.set(offsetsTopic, offsetsTopic);
  const cluster = measurePeriodically<Cluster>({
    name: 'the Kafka cluster',
    intervalMs,
    // A broker that hangs counts as unreachable long before a request to it times out.
    measure: () => withinDeadline(measure(admin, labels)),
  });
  return {
    ...cluster,
    stop: async () => {
      await cluster.stop();
      await admin.disconnect();
    },
  };
}

async function measure(admin: Admin, labels: ReadonlyMap<string, string>): Promise<Cluster> {
  await admin.connect();
  const { brokers, controller } = await admin.describeCluster();
  const states = await Promise.all(
    [...labels].map(async ([name, label]) => [label, await stateOf(admin, name)] as const),
  );
  const existing = states.filter((entry): entry is [string, TopicState] => entry[1] !== undefined);
  return { brokers: brokers.length, controllers: controller === null ? 0 : 1, topics: new Map(existing) };
}

/** Returns the state of a topic, or undefined if the topic does not exist. */
async function stateOf(admin: Admin, topic: string): Promise<TopicState | undefined> {
  const health = await partitionHealth(admin, topic);
  if (health === undefined || health.offline > 0) return health;
  const offsets = await admin.fetchTopicOffsets(topic);
  return {
    ...health,
    written: offsets.reduce((total, { high }) => total + Number(high), 0),
    retained: offsets.reduce((total, { high, low }) => total + Number(high) - Number(low), 0),
  };
}

async function partitionHealth(admin: Admin, topic: string): Promise<PartitionHealth | undefined> {
  try {
    const described = await admin.fetchTopicMetadata({ topics: [topic] });
    return healthOf(described.topics.flatMap(({ partitions }) => partitions));
  } catch (error) {
    return healthFromFailure(error);
  }
}
