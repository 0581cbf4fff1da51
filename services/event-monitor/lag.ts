import type { Admin } from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { subscriptions, workerGroups } from '#events/subscriptions.ts';
import { topicsOf } from '#events/topics.ts';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import { type Lag, TopicLag } from './topic-lag.ts';

type Group = (typeof workerGroups)[number];

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
  readonly #topics: ReadonlyMap<Group, readonly { topic: string; lag: TopicLag }[]>;

  constructor({ kafka, fullName }: Broker) {
    this.#admin = kafka.admin();
    this.#fullName = fullName;
    this.#topics = new Map(
      workerGroups.map((group) => [
        group,
        topicsOf(subscriptions[group]).map((topic) => ({ topic, lag: new TopicLag(this.#admin, fullName(topic)) })),
      ]),
    );
  }

  async measure(): Promise<ConsumerGroups> {
    await this.#admin.connect();
    const lags = await Promise.all(workerGroups.map((group) => this.#lagsOf(group)));
    return { lags: lags.flat(), members: await this.#countMembers() };
  }

  close(): Promise<void> {
    return this.#admin.disconnect();
  }

  async #lagsOf(group: Group): Promise<GroupLag[]> {
    const topics = this.#topics.get(group) ?? [];
    const committed = await this.#admin.fetchOffsets({
      groupId: this.#fullName(group),
      topics: topics.map(({ topic }) => this.#fullName(topic)),
    });
    return Promise.all(
      topics.map(async ({ topic, lag }) => {
        const offsets = committed.find((entry) => entry.topic === this.#fullName(topic))?.partitions ?? [];
        const read = new Map(offsets.map(({ partition, offset }) => [partition, Number(offset)]));
        return { group, topic, ...(await lag.measure(read)) };
      }),
    );
  }

  async #countMembers(): Promise<Map<string, number>> {
    const described = await this.#admin.describeGroups(workerGroups.map(this.#fullName));
    return new Map(
      workerGroups.map((group) => {
        const found = described.groups.find(({ groupId }) => groupId === this.#fullName(group));
        return [group, found?.members.length ?? 0];
      }),
    );
  }
}
