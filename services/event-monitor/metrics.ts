import { metrics } from '@opentelemetry/api';
import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { deadLetterTopics } from '#events/topics.ts';
import type { PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import type { Cluster } from './cluster.ts';
import type { ConsumerGroups } from './lag.ts';

const meter = metrics.getMeter('orderflow');

/** Reports the latest measurement of the cluster. While measuring fails, only `reachable` is reported, as 0. */
export function reportCluster(cluster: PeriodicMeasurement<Cluster>): void {
  const gauge = (name: string, description: string, unit?: string) =>
    meter.createObservableGauge(`orderflow.kafka.${name}`, { description, ...(unit !== undefined && { unit }) });
  const reachable = gauge('reachable', '1 if the last measurement of the cluster succeeded, else 0');
  const brokers = gauge('brokers', 'Brokers in the cluster', '{broker}');
  const controllers = gauge('controllers', '1 if the cluster has an active controller, else 0', '{controller}');
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

/** Reports the latest measurement of the consumer groups, and nothing while measuring fails. */
export function reportLag(lag: PeriodicMeasurement<ConsumerGroups>): void {
  const messages = meter.createObservableGauge('orderflow.consumer.lag', {
    description: 'Messages that a group has not consumed yet',
    unit: '{message}',
  });
  const seconds = meter.createObservableGauge('orderflow.consumer.lag.duration', {
    description: 'Age of the oldest message that a group has not consumed yet',
    unit: 's',
  });
  const deletedUnread = meter.createObservableCounter('orderflow.consumer.deleted_unread', {
    description: 'Messages that Kafka deleted before a group had read them',
    unit: '{message}',
  });
  const members = meter.createObservableGauge('orderflow.consumer.members', {
    description: 'Members of a group',
    unit: '{member}',
  });
  meter.addBatchObservableCallback(
    (result) => {
      const latest = lag.latest();
      if (latest === undefined) return;
      for (const { group, topic, ...behind } of latest.lags) {
        result.observe(messages, behind.messages, { group, topic });
        result.observe(seconds, behind.seconds, { group, topic });
        result.observe(deletedUnread, behind.deletedUnread, { group, topic });
      }
      for (const [group, count] of latest.members) result.observe(members, count, { group });
    },
    [messages, seconds, deletedUnread, members],
  );
}

export function reportDeadLetters(open: OpenDeadLetters): void {
  meter
    .createObservableGauge('orderflow.dead_letters.open', {
      description: 'Dead letters that are neither replayed nor discarded',
      unit: '{message}',
    })
    .addCallback((result) => {
      for (const topic of deadLetterTopics) result.observe(open.count(topic), { topic });
    });
  meter
    .createObservableGauge('orderflow.dead_letters.foreign', {
      description: 'Open dead letters that no consumer of Orderflow has written',
      unit: '{message}',
    })
    .addCallback((result) => {
      for (const topic of deadLetterTopics) result.observe(open.countForeign(topic), { topic });
    });
}
