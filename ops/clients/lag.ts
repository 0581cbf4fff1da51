import type { Admin } from 'kafkajs';
import { type Broker, withAdmin } from '#events/broker.ts';
import { type Group, subscriptions, workerGroups } from '#events/subscriptions.ts';
import { partitionKey, topicsOf } from '#events/topics.ts';

/** A partition of which a worker's group has not read everything. */
export interface Lag {
  group: Group;
  /** The partition, such as `orders:0`. */
  partition: string;
  /** The committed offset; -1 without one. */
  offset: bigint;
  end: bigint;
}

/** The end of each partition that the workers read. */
export type Ends = ReadonlyMap<string, bigint>;

/** Returns the present ends of all partitions that the workers read. */
export const readEnds = (broker: Broker): Promise<Ends> => withAdmin(broker, (admin) => endsOf(admin, broker));

/** Returns the partitions that the workers have not read up to these ends; by default up to the present ones. */
export const findLags = (broker: Broker, ends?: Ends): Promise<Lag[]> =>
  withAdmin(broker, async (admin) => {
    const until = ends ?? (await endsOf(admin, broker));
    return (await Promise.all(workerGroups.map((group) => lagsOf(admin, broker, group, until)))).flat();
  });

async function endsOf(admin: Admin, broker: Broker): Promise<Ends> {
  const topics = topicsOf(workerGroups.flatMap((group) => [...subscriptions[group]])).map(broker.fullName);
  const perTopic = topics.map(async (topic) =>
    (await admin.fetchTopicOffsets(topic)).map(({ partition, high }): [string, bigint] => [
      partitionKey({ topic, partition }),
      BigInt(high),
    ]),
  );
  return new Map((await Promise.all(perTopic)).flat());
}

async function lagsOf(admin: Admin, broker: Broker, group: Group, ends: Ends): Promise<Lag[]> {
  const topics = topicsOf(subscriptions[group]).map(broker.fullName);
  const committed = await admin.fetchOffsets({ groupId: broker.fullName(group), topics });
  return committed
    .flatMap(({ topic, partitions }) =>
      partitions.map(({ partition, offset }) => ({ key: partitionKey({ topic, partition }), offset: BigInt(offset) })),
    )
    .map(({ key, offset }) => ({ group, partition: key, offset, end: ends.get(key) ?? 0n }))
    .filter(({ offset, end }) => (offset > 0n ? offset : 0n) < end);
}

/** Returns a line about a partition for people. */
export const describeLag = ({ group, partition, offset, end }: Lag): string =>
  `${group} is at ${offset} of ${end} in ${partition}`;
