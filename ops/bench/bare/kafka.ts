import { readFileSync } from 'node:fs';
import express from 'express';
import { Kafka, logLevel, Partitioners } from 'kafkajs';

/** An event of the bare loop. */
export interface Event {
  type: 'order.placed' | 'stock.reserved' | 'order.confirmed';
  orderId: string;
  placedAt: string;
  items: { productId: string; quantity: number }[];
}

const kafka = new Kafka({
  clientId: 'bare',
  brokers: process.env['KAFKA_BROKERS']?.split(',') ?? [],
  sasl: {
    mechanism: 'scram-sha-512',
    username: process.env['KAFKA_USERNAME'] ?? '',
    password: readFileSync(process.env['KAFKA_PASSWORD_FILE'] ?? '', 'utf8').trim(),
  },
  logLevel: logLevel.ERROR,
});
const producer = kafka.producer({
  allowAutoTopicCreation: false,
  createPartitioner: Partitioners.DefaultPartitioner,
});
await producer.connect();

/** Publishes events. Resolves when every in-sync replica has them. */
export async function send(topic: 'orders' | 'stock', events: readonly Event[]): Promise<void> {
  const messages = events.map((event) => ({
    key: event.orderId,
    value: JSON.stringify(event),
    headers: { ce_type: `${event.type}.v1` },
  }));
  if (messages.length > 0) await producer.send({ topic, acks: -1, messages });
}

/** Consumes topics in chunks of up to 100 messages of one partition, and resolves their offsets after each chunk. */
export async function consume(
  group: string,
  topics: string[],
  handle: (events: readonly Event[]) => Promise<void>,
): Promise<void> {
  const consumer = kafka.consumer({ groupId: group, allowAutoTopicCreation: false, sessionTimeout: 10_000 });
  await consumer.connect();
  await consumer.subscribe({ topics, fromBeginning: true });
  const joined = new Promise((resolve) => consumer.on('consumer.group_join', resolve));
  await consumer.run({
    partitionsConsumedConcurrently: 6,
    eachBatchAutoResolve: false,
    eachBatch: async ({ batch, resolveOffset, heartbeat }) => {
      for (let from = 0; from < batch.messages.length; from += 100) {
        const chunk = batch.messages.slice(from, from + 100);
        await handle(chunk.map(({ value }): Event => JSON.parse(value?.toString() ?? '')));
        resolveOffset(chunk.at(-1)?.offset ?? '');
        await heartbeat();
      }
    },
  });
  process.on('SIGTERM', () => void consumer.disconnect().then(() => process.exit()));
  await joined;
  const app = express();
  app.get('/health/ready', (_request, response) => void response.end());
  app.listen(Number(process.env['PORT']), '127.0.0.1');
}
