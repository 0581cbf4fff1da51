import { metrics } from '@opentelemetry/api';
import type { Admin } from 'kafkajs';
import { type Broker, inTime } from '#events/broker.ts';
import { deadLetterTopics, topics } from '#events/topics.ts';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import { healthFromFailure, healthOf, type PartitionHealth } from './partition-health.ts';

interface TopicState extends PartitionHealth {
  /** Messages ever written, and those that are still kept; undefined while nobody can tell. */
  written?: number;
  retained?: number;
}

interface Cluster {
  brokers: number;
  controllers: number;
  topics: ReadonlyMap<string, TopicState>;
}

/** Where Kafka keeps the offsets of all groups: without it nobody can join one. */
const offsetsTopic = '__consumer_offsets';

/** Measures the Kafka cluster and our topics, as metrics. */
export function measureCluster({ kafka, named }: Broker, intervalMs: number): PeriodicMeasurement<Cluster> {
  const admin = kafka.admin({ retry: { retries: 1 } });
  const watched = new Map([...topics, ...deadLetterTopics].map((topic) => [named(topic), topic as string]));
  watched.set(offsetsTopic, offsetsTopic);
  const cluster = measurePeriodically<Cluster>({
    name: 'the Kafka cluster',
    intervalMs,
    // A broker that hangs is away, long before a request to it has timed out.
    measure: () => inTime(look(admin, watched)),
  });
  report(cluster);
  return {
    ...cluster,
    stop: async () => {
      await cluster.stop();
      await admin.disconnect();
    },
  };
}

async function look(admin: Admin, watched: ReadonlyMap<string, string>): Promise<Cluster> {
  await admin.connect();
  const { brokers, controller } = await admin.describeCluster();
  const states = [...watched].map(async ([name, label]) => [label, await stateOf(admin, name)] as const);
  const known = (await Promise.all(states)).filter((entry): entry is [string, TopicState] => entry[1] !== undefined);
  return { brokers: brokers.length, controllers: controller === null ? 0 : 1, topics: new Map(known) };
}

async function stateOf(admin: Admin, topic: string): Promise<TopicState | undefined> {
  const health = await healthIn(admin, topic);
  if (health === undefined || health.offline > 0) return health;
  const ends = await admin.fetchTopicOffsets(topic);
  const sum = (offset: (end: (typeof ends)[number]) => number) => ends.reduce((total, end) => total + offset(end), 0);
  return {
    ...health,
    written: sum(({ high }) => Number(high)),
    retained: sum(({ high, low }) => Number(high) - Number(low)),
  };
}

async function healthIn(admin: Admin, topic: string): Promise<PartitionHealth | undefined> {
  try {
    const described = await admin.fetchTopicMetadata({ topics: [topic] });
    return healthOf(described.topics.flatMap(({ partitions }) => partitions));
  } catch (error) {
    return healthFromFailure(error);
  }
}

function report(cluster: PeriodicMeasurement<Cluster>): void {
  const meter = metrics.getMeter('orderflow');
  const gauge = (name: string, description: string, unit?: string) =>
    meter.createObservableGauge(`orderflow.kafka.${name}`, { description, ...(unit !== undefined && { unit }) });
  const reachable = gauge('reachable', '1 when the last look at the cluster succeeded, else 0');
  const brokers = gauge('brokers', 'Brokers in the cluster', '{broker}');
  const controllers = gauge('controllers', '1 when the cluster has an active controller, else 0', '{controller}');
  const partitions = gauge('partitions', 'Partitions of a topic', '{partition}');
  const underReplicated = gauge('partitions.under_replicated', 'Partitions with replicas out of sync', '{partition}');
  const offline = gauge('partitions.offline', 'Partitions without a leader, at least', '{partition}');
  const retained = gauge('topic.retained', 'Messages that a topic keeps', '{message}');
  const written = meter.createObservableCounter('orderflow.kafka.topic.messages', {
    description: 'Messages ever written to a topic: the sum of the end offsets of its partitions',
    unit: '{message}',
  });
  meter.addBatchObservableCallback(
    (result) => {
      const latest = cluster.latest();
      result.observe(reachable, latest === undefined ? 0 : 1);
      if (latest === undefined) return;
      result.observe(brokers, latest.brokers);
      result.observe(controllers, latest.controllers);
      for (const [topic, state] of latest.topics) {
        if (state.total !== undefined) result.observe(partitions, state.total, { topic });
        result.observe(underReplicated, state.underReplicated, { topic });
        result.observe(offline, state.offline, { topic });
        if (state.written !== undefined) result.observe(written, state.written, { topic });
        if (state.retained !== undefined) result.observe(retained, state.retained, { topic });
      }
    },
    [reachable, brokers, controllers, partitions, underReplicated, offline, retained, written],
  );
}
