import { randomUUID } from 'node:crypto';
import type { Broker } from '#events/broker.ts';
import { deadLetterTopics, partitions, topics } from '#events/topics.ts';
import { HostileProducer } from '../../hostile/hostile-producer.ts';
import { hostileKinds } from '../../hostile/kinds.ts';
import type { HostileBatch } from '../../hostile/record.ts';
import { poisonHeader } from '../check/dead-letters.ts';
import type { Journal } from '../journal.ts';
import type { FaultKind } from './fault.ts';

/** The consumer groups that read each topic. */
const groupsOf: Readonly<Record<string, readonly string[]>> = { orders: ['orders', 'products'], stock: ['orders'] };

/** Publishes what strangers may send to a topic, a batch of each kind, spread over all partitions. */
export const poison = (broker: Broker, journal: Journal): FaultKind => ({
  kind: 'poison',
  targets: [...topics, ...deadLetterTopics],
  lasts: [3, 8],
  touches: () => ['kafka'],
  inject: async (topic, random) => {
    const kinds = hostileKinds.filter((kind) => kind.topics.some((one) => one === topic));
    await using producer = new HostileProducer(broker.kafka);
    for (const { name, fate, create } of random.shuffled(kinds)) {
      const id = randomUUID();
      journal.write({ kind: 'poison-message', id, variety: name, fate, topic, groups: groupsOf[topic] ?? [] });
      await producer.send(topic, random.integer(0, partitions - 1), marked(create(), id));
    }
    return async () => undefined;
  },
});

/** Returns the batch with a header in each record by which the checks recognize it, also as a dead letter. */
const marked = (batch: HostileBatch, id: string): HostileBatch => ({
  ...batch,
  records: batch.records.map((record) => ({ ...record, headers: [...record.headers, [poisonHeader, id]] })),
});
