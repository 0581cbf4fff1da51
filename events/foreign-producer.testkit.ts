import kafkajs, { type CompressionTypes, type Message, type Transaction } from 'kafkajs';
import { until } from '../tests/support/until.ts';
import { type Broker, whenAvailable, withAdmin } from './broker.ts';
import type { Topic } from './catalog.ts';
import { encode } from './envelope.ts';
import { createEvent } from './event.ts';
import { placed } from './worker/worker.testkit.ts';

const { ConfigResourceTypes, Partitioners } = kafkajs;

/** Returns the message of a new order. */
export const orderMessage = (orderId: string): Message => encode(createEvent(placed(orderId), new Date()));

/**
 * Sets in which compression Kafka stores the batches of a topic. Topics that older versions made keep that of their
 * producers (`producer`).
 */
export async function setCompression(broker: Broker, topic: Topic, type: string): Promise<void> {
  const resource = { type: ConfigResourceTypes.TOPIC, name: broker.fullName(topic) };
  const configEntries = [{ name: 'compression.type', value: type }];
  await withAdmin(broker, async (admin) => {
    await admin.alterConfigs({ validateOnly: false, resources: [{ ...resource, configEntries }] });
    await until(`the topic has the compression ${type}`, async () => {
      const { resources } = await admin.describeConfigs({ includeSynonyms: false, resources: [resource] });
      const entries = resources[0]?.configEntries ?? [];
      return entries.some(({ configName, configValue }) => configName === 'compression.type' && configValue === type);
    });
  });
}

/** Sends messages in one batch of a partition, as another program might. */
export async function sendBatch(
  { kafka, fullName }: Broker,
  topic: string,
  messages: readonly Message[],
  compression?: CompressionTypes,
): Promise<void> {
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner });
  await whenAvailable(producer.connect);
  try {
    const inOnePartition = messages.map((message) => ({ partition: 0, ...message }));
    await producer.send({
      topic: fullName(topic),
      messages: inOnePartition,
      ...(compression !== undefined && { compression }),
    });
  } finally {
    await producer.disconnect();
  }
}

/** A transaction that has sent messages. */
export interface ForeignTransaction extends AsyncDisposable, Pick<Transaction, 'abort' | 'commit'> {}

/** Begins a transaction and sends messages in it. It stays open until it is aborted or committed. */
export async function beginTransaction(
  { kafka, fullName }: Broker,
  topic: string,
  messages: readonly Message[],
): Promise<ForeignTransaction> {
  const producer = kafka.producer({
    createPartitioner: Partitioners.DefaultPartitioner,
    idempotent: true,
    maxInFlightRequests: 1,
    transactionalId: fullName(crypto.randomUUID()),
  });
  await whenAvailable(producer.connect);
  const transaction = await whenAvailable(producer.transaction);
  const inOnePartition = messages.map((message) => ({ partition: 0, ...message }));
  await transaction.send({ topic: fullName(topic), messages: inOnePartition });
  return {
    abort: transaction.abort,
    commit: transaction.commit,
    [Symbol.asyncDispose]: async () => {
      if (transaction.isActive()) await transaction.abort();
      await producer.disconnect();
    },
  };
}
