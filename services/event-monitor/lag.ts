import { metrics } from '@opentelemetry/api';
import type { Admin } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { subscriptions } from '#events/subscriptions.ts';
import { topicsOf } from '#events/topics.ts';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import { PartitionClock } from './partition-clock.ts';

/** The groups whose lag matters. The frontend's instances only watch, each in a group of its own. */
const groups = ['products', 'orders'] as const;

interface Measured {
  group: string;
  topic: string;
  messages: number;
  seconds: number;
}

interface Lags {
  lags: readonly Measured[];
  members: ReadonlyMap<string, number>;
}

/** Measures the lag and the members of the workers' groups, as metrics. */
export function measureLag(broker: Broker, intervalMs: number): PeriodicMeasurement<Lags> {
  const meter = new LagMeter(broker);
  const lag = measurePeriodically({ name: 'the lag', intervalMs, measure: () => meter.measure() });
  report(lag);
  return {
    ...lag,
    stop: async () => {
      await lag.stop();
      await meter.close();
    },
  };
}

function report(lag: PeriodicMeasurement<Lags>): void {
  const meter = metrics.getMeter('orderflow');
  const messages = meter.createObservableGauge('orderflow.consumer.lag', {
    description: 'Messages that a group has not read yet',
    unit: '{message}',
  });
  const seconds = meter.createObservableGauge('orderflow.consumer.lag.duration', {
    description: 'How long the oldest message that a group has not read has been there',
    unit: 's',
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
      }
      for (const [group, count] of latest.members) result.observe(members, count, { group });
    },
    [messages, seconds, members],
  );
}

class LagMeter {
  readonly #admin: Admin;
  readonly #named: Broker['named'];
  readonly #clocks = new Map<string, PartitionClock>();

  constructor({ kafka, named }: Broker) {
    this.#admin = kafka.admin();
    this.#named = named;
  }

  async measure(): Promise<Lags> {
    await this.#admin.connect();
    const lags = await Promise.all(groups.map((group) => this.#lagOf(group)));
    return { lags: lags.flat(), members: await this.#membersOf() };
  }

  close(): Promise<void> {
    return this.#admin.disconnect();
  }

  async #lagOf(group: (typeof groups)[number]): Promise<Measured[]> {
    const topics = topicsOf(subscriptions[group]);
    const committed = await this.#admin.fetchOffsets({
      groupId: this.#named(group),
      topics: topics.map(this.#named),
    });
    return Promise.all(
      topics.map(async (topic) => {
        const ends = await this.#admin.fetchTopicOffsets(this.#named(topic));
        const now = Date.now();
        const partitions = ends.map(({ partition, low, high }) => {
          const offsets = committed.find((entry) => entry.topic === this.#named(topic))?.partitions;
          const offset = Number(offsets?.find((entry) => entry.partition === partition)?.offset ?? -1);
          return this.#lagBehind(`${topic}:${partition}`, offset < 0 ? Number(low) : offset, Number(high), now);
        });
        return {
          group,
          topic,
          messages: partitions.reduce((sum, lag) => sum + lag.messages, 0),
          seconds: Math.max(...partitions.map((lag) => lag.seconds)),
        };
      }),
    );
  }

  #lagBehind(partition: string, offset: number, end: number, now: number): { messages: number; seconds: number } {
    const clock = this.#clocks.get(partition) ?? new PartitionClock();
    this.#clocks.set(partition, clock);
    clock.observe(end, now);
    return { messages: Math.max(0, end - offset), seconds: clock.secondsBehind(offset, now) };
  }

  async #membersOf(): Promise<Map<string, number>> {
    const described = await this.#admin.describeGroups(groups.map(this.#named));
    const counts = groups.map((group): [string, number] => [
      group,
      described.groups.find(({ groupId }) => groupId === this.#named(group))?.members.length ?? 0,
    ]);
    return new Map(counts);
  }
}
