import { randomUUID } from 'node:crypto';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { QueryTypes, type Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { processedMessagesTable } from '#platform/database/processed-messages.ts';
import { type Broker, createBroker, whenAvailable, withAdmin } from '../broker.ts';
import type { NewEvent, Topic } from '../catalog.ts';
import { type GroupMember, joinGroup } from '../group.ts';
import { createPublisher, type Publisher } from '../publish.ts';
import { createTopics, deadLetterTopics, topics } from '../topics.ts';
import { consumeBatch } from './consume.ts';
import type { Handler } from './handler.ts';
import { transactions } from './transaction.ts';

/** The product that a pipeline's worker cannot handle. */
export const poison = 'poison';

export type TestHandler = Handler<readonly string[], 'order.placed'>;

/**
 * A worker of the least kind, for tests of the runner: each `order.placed` adds one to the order's count and emits
 * `stock.rejected`. An effect that happens twice is seen as a count of 2.
 */
export const testHandler = (database: Sequelize): TestHandler => ({
  load: async () => [],
  decide: (orders, { data }) => [
    [...orders, data.items[0]?.productId === poison ? poison : data.orderId],
    [{ type: 'stock.rejected', data: { orderId: data.orderId, reason: 'unknown-product' } }],
  ],
  save: async (orders, _, transaction) => {
    if (orders.includes(poison)) throw new Error('this order cannot be handled');
    await database.query(
      'INSERT INTO effects (order_id, count) VALUES :rows ON DUPLICATE KEY UPDATE count = effects.count + 1',
      { replacements: { rows: orders.map((id) => [id, 1]) }, type: QueryTypes.RAW, transaction },
    );
  },
});

/** Joins the pipeline's group with a consumer like a worker's. */
export function startTestWorker(
  broker: Broker,
  database: Sequelize,
  publisher: Pick<Publisher, 'send'>,
  handler = testHandler(database),
  join: typeof joinGroup<Topic> = joinGroup,
): Promise<GroupMember> {
  const transact = transactions(database, handler);
  const consumption = { group: 'pipeline', types: ['order.placed'] as const, handler, database, transact, publisher };
  return join(broker, {
    group: 'pipeline',
    topics: ['orders'],
    fromBeginning: true,
    eachBatch: (topic, payload) => consumeBatch(consumption, topic, payload),
  });
}

export interface TestPipeline extends AsyncDisposable {
  broker: Broker;
  publisher: Publisher;
  database: Sequelize;
  /** What a process of its own needs to work on this pipeline. */
  environment: Record<string, string>;
  /** Publishes orders, of one product each, and returns their ids. */
  place(count: number, productId?: string): Promise<string[]>;
  /** How often each order took effect. */
  effects(): Promise<Map<string, number>>;
  /** All messages of a topic, from its beginning, as they come, until `enough` says so of those so far. */
  read(topic: string, enough: (messages: readonly KafkaMessage[]) => boolean): Promise<KafkaMessage[]>;
}

/** Topics, groups and a database of their own on the servers that `npm test` has started. */
export async function startTestPipeline(brokers = process.env['TEST_KAFKA_BROKERS']): Promise<TestPipeline> {
  if (brokers === undefined) throw new Error('TEST_KAFKA_BROKERS: missing; npm test sets it');
  const prefix = `pipeline-${randomUUID()}-`;
  const broker = createBroker({ brokers: brokers.split(','), clientId: 'pipeline', prefix });
  const scratch: TestDatabase = await createTestDatabase();
  const database = connect(scratch.url, 'pipeline');
  await database.query(processedMessagesTable);
  await database.query('CREATE TABLE effects (order_id CHAR(36) PRIMARY KEY, count INT NOT NULL)');
  await whenAvailable(() => createTopics(broker));
  const publisher = await createPublisher(broker);
  const readers: Consumer[] = [];

  return {
    broker,
    publisher,
    database,
    environment: { TEST_WORKER_BROKERS: brokers, TEST_WORKER_PREFIX: prefix, TEST_WORKER_DATABASE_URL: scratch.url },
    place: async (count, productId = 'laptop-pro') => {
      const events = Array.from({ length: count }, () => placed(randomUUID(), productId));
      await publisher.publish(events);
      return events.map(({ data }) => data.orderId);
    },
    effects: async () => {
      const rows = await database.query<{ order_id: string; count: number }>('SELECT order_id, count FROM effects', {
        type: QueryTypes.SELECT,
      });
      return new Map(rows.map(({ order_id, count }) => [order_id, count]));
    },
    read: async (topic, enough) => {
      const reader = broker.kafka.consumer({ groupId: broker.named(`reader-${randomUUID()}`), maxWaitTimeInMs: 200 });
      readers.push(reader);
      const messages: KafkaMessage[] = [];
      const { promise, resolve } = Promise.withResolvers<void>();
      await reader.connect();
      await reader.subscribe({ topics: [broker.named(topic)], fromBeginning: true });
      await reader.run({
        eachMessage: async ({ message }) => {
          messages.push(message);
          if (enough(messages)) resolve();
        },
      });
      await promise;
      return messages;
    },
    async [Symbol.asyncDispose]() {
      for (const reader of readers) await reader.disconnect();
      await publisher.close();
      await withAdmin(broker, (admin) =>
        admin.deleteTopics({ topics: [...topics, ...deadLetterTopics].map(broker.named) }),
      );
      await database.close();
      await scratch[Symbol.asyncDispose]();
    },
  };
}

export function placed(orderId: string, productId = 'laptop-pro'): NewEvent<'order.placed'> {
  return { type: 'order.placed', data: { orderId, userId: randomUUID(), items: [{ productId, quantity: 1 }] } };
}
