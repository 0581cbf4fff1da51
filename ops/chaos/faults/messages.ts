import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { type Group, subscriptions } from '#events/subscriptions.ts';
import { topics as eventTopics, partitions, topicsOf } from '#events/topics.ts';
import type { Stack } from '../../stack/supervisor/stack.ts';
import { poisonHeader } from '../check/dead-letters.ts';
import type { Journal } from '../journal.ts';
import type { Copy, Topics } from '../topics.ts';
import type { FaultKind, Heal } from './fault.ts';

/** Does something again and again until it is healed. */
function again(something: (signal: AbortSignal) => Promise<void>): Heal {
  const over = new AbortController();
  const repeat = async () => {
    while (!over.signal.aborted) await something(over.signal);
  };
  const repeating = repeat();
  // Whoever heals it hears of its failure.
  repeating.catch(() => undefined);
  return () => {
    over.abort();
    return repeating;
  };
}

/** What has just been published is published again, once a second. */
export const duplicate = (topics: Topics): FaultKind => ({
  kind: 'duplicate',
  targets: eventTopics,
  lasts: [5, 15],
  touches: () => ['kafka'],
  inject: async (topic) =>
    again(async (signal) => {
      await topics.publish(topics.in(topic).slice(-200));
      await delay(1_000, undefined, { signal }).catch(() => undefined);
    }),
});

const rewoundBy = 500n;

/** A group has lost its offsets: it begins again so many messages earlier. */
export const rewind = (
  stack: Stack,
  topics: Topics,
  members: Readonly<Record<string, readonly string[]>>,
): FaultKind => ({
  kind: 'rewind',
  targets: Object.keys(members),
  lasts: [1, 3],
  touches: (group) => ['kafka', ...(members[group] ?? [])],
  inject: async (group) => {
    const workers = (members[group] ?? []).map((name) => stack.supervisor(name));
    const start = async () => {
      await Promise.all(workers.map((worker) => worker.start()));
    };
    await Promise.all(workers.map((worker) => worker.stop()));
    try {
      await setBack(topics, group);
    } catch (error) {
      await start();
      throw error;
    }
    return start;
  },
});

function setBack(topics: Topics, groupId: string): Promise<void> {
  return topics.administer(async (admin) => {
    // Who could not leave in order is a member until its session ends.
    const limit = AbortSignal.timeout(30_000);
    const isEmpty = async () => (await admin.describeGroups([groupId])).groups[0]?.state === 'Empty';
    while (!(await isEmpty())) await delay(500, undefined, { signal: limit });
    const committed = await admin.fetchOffsets({ groupId });
    for (const { topic, partitions: places } of committed) {
      const earlier = places.map(({ partition, offset }) => {
        const back = BigInt(offset) - rewoundBy;
        return { partition, offset: String(back < 0n ? 0n : back) };
      });
      await admin.setOffsets({ groupId, topic, partitions: earlier });
    }
  });
}

interface Variety {
  name: string;
  /** The event that it claims to be; null for one without an envelope. */
  type: string | null;
  value: string;
}

const varieties: Readonly<Record<string, readonly Variety[]>> = {
  orders: [
    { name: 'bad JSON', type: 'order.placed.v1', value: '{"orderId":' },
    { name: 'invalid data', type: 'order.placed.v1', value: '{"items":[]}' },
    { name: 'unknown version', type: 'order.placed.v99', value: '{}' },
    { name: 'unknown type', type: 'order.exploded.v1', value: '{}' },
    { name: 'no envelope', type: null, value: 'hello' },
    // Kafka takes a MiB at most.
    { name: 'oversized', type: 'order.placed.v1', value: JSON.stringify({ orderId: 'x'.repeat(1_000_000) }) },
  ],
  stock: [
    { name: 'bad JSON', type: 'stock.reserved.v1', value: '{"orderId":' },
    { name: 'unknown version', type: 'stock.reserved.v99', value: '{}' },
  ],
};

/** Who reads a topic, and so finds the poison in it. */
const readers: Readonly<Record<string, readonly string[]>> = { orders: ['orders', 'products'], stock: ['orders'] };

/** Messages that no worker can process, one of each variety, spread over all partitions. */
export const poison = (topics: Topics, journal: Journal): FaultKind => ({
  kind: 'poison',
  targets: Object.keys(varieties),
  lasts: [3, 8],
  touches: () => ['kafka'],
  inject: async (topic, random) => {
    const first = random.integer(0, partitions - 1);
    const messages = (varieties[topic] ?? []).map(({ name, type, value }, n): Copy => {
      const [id, key] = [randomUUID(), randomUUID()];
      journal.write({ kind: 'poisoning', id, variety: name, topic, groups: readers[topic] ?? [] });
      const envelope = {
        ce_specversion: '1.0',
        ce_id: id,
        ce_source: '/orderflow/chaos',
        ce_time: new Date().toISOString(),
        ce_subject: key,
        'content-type': 'application/json',
      };
      return {
        topic,
        partition: (first + n) % partitions,
        key,
        value,
        headers: { [poisonHeader]: id, ...(type !== null && { ...envelope, ce_type: type }) },
      };
    });
    await topics.publish(messages);
    return async () => undefined;
  },
});

/** Members that do nothing join a group and leave it again, so that its partitions never stay where they are. */
export const rebalanceStorm = (topics: Topics, groups: readonly string[]): FaultKind => ({
  kind: 'rebalance storm',
  targets: groups,
  lasts: [10, 20],
  touches: () => ['kafka'],
  inject: async (group) => again((signal) => visit(topics, group as Group, signal)),
});

async function visit(topics: Topics, group: Group, signal: AbortSignal): Promise<void> {
  const member = topics.consumer(group);
  const joined = new Promise<void>((resolve) => {
    member.on(member.events.GROUP_JOIN, () => resolve());
    member.on(member.events.CRASH, () => resolve());
  });
  try {
    await member.connect();
    await member.subscribe({ topics: topicsOf(subscriptions[group]) });
    // It takes what it is given and commits nothing.
    await member.run({ autoCommit: false, eachBatchAutoResolve: false, eachBatch: async () => undefined });
    await joined;
    await delay(500, undefined, { signal }).catch(() => undefined);
  } finally {
    await member.disconnect();
  }
}
