import type { Broker } from '#events/broker.ts';
import { HostileProducer } from '../../hostile/hostile-producer.ts';
import { hostileKinds } from '../../hostile/kinds.ts';
import type { HostileBatch } from '../../hostile/record.ts';
import { poisonHeader } from '../check/poison.ts';
import type { FaultKind } from './fault.ts';

/** Publishes a batch of each hostile kind, to any partition of one of its topics. */
export const poison = (broker: Broker, partitions: number): FaultKind => ({
  kind: 'poison',
  targets: ['topics'],
  lasts: [3, 8],
  touches: () => ['kafka'],
  inject: async (_target, random) => {
    await using producer = new HostileProducer(broker.kafka);
    for (const { name, topics, create } of random.shuffled(hostileKinds)) {
      await producer.send(random.pick(topics), random.integer(0, partitions - 1), marked(create(), name));
    }
    return async () => undefined;
  },
});

/** Returns the batch with a header in each record by which the checks recognize its kind, also as a dead letter. */
const marked = (batch: HostileBatch, name: string): HostileBatch => ({
  ...batch,
  records: batch.records.map((record) => ({ ...record, headers: [...record.headers, [poisonHeader, name]] })),
});
