import type { Admin } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { subscriptions } from '#events/subscriptions.ts';
import { partitionKey, topicsOf } from '#events/topics.ts';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import { PartitionClock } from './partition-clock.ts';

/** The groups whose lag is measured. Followers, such as the frontend, commit no offsets. */
const groups = ['products', 'orders'] as const;
type Group = (typeof groups)[number];

interface Lag {
  messages: number;
  seconds: number;
}

export interface GroupLag extends Lag {
  group: string;
  topic: string;
}

export interface ConsumerGroups {
  lags: readonly GroupLag[];
  /** The number of members by group. */
  members: ReadonlyMap<string, number>;
}

/** Measures the lag and the members of the workers' groups at intervals. */
export function measureLag(broker: Broker, intervalMs: number): PeriodicMeasurement<ConsumerGroups> {
  const meter = new LagMeter(broker);
  const lag = measurePeriodically({ name: 'the lag', intervalMs, measure: () => meter.measure() });
  return {
    ...lag,
    stop: async () => {
      await lag.stop();
      await meter.close();
    },
  };
}

class LagMeter {
  readonly #admin: Admin;
  readonly #fullName: Broker['fullName'];
  readonly #clocks = new Map<string, PartitionClock>();

  constructor({ kafka, fullName }: Broker) {
    this.#admin = kafka.admin();
    this.#fullName = fullName;
  }

  async measure(): Promise<ConsumerGroups> {
    await this.#admin.connect();
    const lags = await Promise.all(groups.map((group) => this.#lagsOf(group)));
    return { lags: lags.flat(), members: await this.#countMembers() };
  }

  close(): Promise<void> {
    return this.#admin.disconnect();
  }

  async #lagsOf(group: Group): Promise<GroupLag[]> {
    const topics = topicsOf(subscriptions[group]);
    const committed = await this.#admin.fetchOffsets({
      groupId: this.#fullName(group),
      topics: topics.map(this.#fullName),
    });
    return Promise.all(
      topics.map(async (topic) => {
        const offsets = committed.find((entry) => entry.topic === this.#fullName(topic))?.partitions ?? [];
        const lags = await this.#partitionLags(topic, new Map(offsets.map((entry) => [entry.partition, entry.offset])));
        const messages = lags.reduce((sum, lag) => sum + lag.messages, 0);
        return { group, topic, messages, seconds: Math.max(...lags.map(({ seconds }) => seconds)) };
      }),
    );
  }

  /** @param committed the offset by partition; -1 if the group has not committed any */
  async #partitionLags(topic: string, committed: ReadonlyMap<number, string>): Promise<Lag[]> {
    const offsets = await this.#admin.fetchTopicOffsets(this.#fullName(topic));
    const now = Date.now();
    return offsets.map(({ partition, low, high }) => {
      const offset = Number(committed.get(partition) ?? -1);
      return this.#lagBehind(partitionKey({ topic, partition }), offset < 0 ? Number(low) : offset, Number(high), now);
    });
  }

  #lagBehind(partition: string, offset: number, end: number, now: number): Lag {
    const clock = this.#clocks.get(partition) ?? new PartitionClock();
    this.#clocks.set(partition, clock);
    clock.observe(end, now);
    return { messages: Math.max(0, end - offset), seconds: clock.secondsBehind(offset, now) };
  }

  async #countMembers(): Promise<Map<string, number>> {
    const described = await this.#admin.describeGroups(groups.map(this.#fullName));
    return new Map(
      groups.map((group) => {
        const found = described.groups.find(({ groupId }) => groupId === this.#fullName(group));
        return [group, found?.members.length ?? 0];
      }),
    );
  }
}
