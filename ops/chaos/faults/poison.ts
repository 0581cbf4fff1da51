import kafkajs from 'kafkajs';
import type { Broker } from '#events/broker.ts';
import { HostileProducer } from '../../hostile/hostile-producer.ts';
import { hostileKinds } from '../../hostile/kinds.ts';
import type { HostileBatch } from '../../hostile/record.ts';
import { poisonHeader } from '../check/poison.ts';
import type { Journal } from '../journal.ts';
import type { FaultKind } from './fault.ts';

const { KafkaJSProtocolError } = kafkajs;

/** Publishes a batch of each hostile kind, to any partition of one of its topics. */
export const poison = (broker: Broker, partitions: number, journal: Journal): FaultKind => ({
  kind: 'poison',
  targets: ['topics'],
  lasts: [3, 8],
  touches: () => ['kafka'],
  inject: async (_target, random) => {
    await using producer = new HostileProducer(broker.kafka);
    for (const { name, topics, fate, create } of random.shuffled(hostileKinds)) {
      const sent = producer.send(random.pick(topics), random.integer(0, partitions - 1), marked(create(), name));
      if (fate !== 'refused') await sent;
      else if (await isRefused(sent)) journal.write({ kind: 'refused-poison', name });
      else throw new Error(`the broker accepted: ${name}`);
    }
    return async () => undefined;
  },
});

/** Returns true if the broker refuses a batch because of its size, and false if it accepts it. */
const isRefused = (sent: Promise<void>): Promise<boolean> =>
  sent.then(
    () => false,
    (error: unknown) => {
      if (error instanceof KafkaJSProtocolError && error.type === 'MESSAGE_TOO_LARGE') return true;
      throw error;
    },
  );

/** Returns the batch with a header in each record by which the checks recognize its kind, also as a dead letter. */
const marked = (batch: HostileBatch, name: string): HostileBatch => ({
  ...batch,
  records: batch.records.map((record) => ({ ...record, headers: [...record.headers, [poisonHeader, name]] })),
});
