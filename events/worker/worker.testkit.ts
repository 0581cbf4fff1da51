import { randomUUID } from 'node:crypto';
import type { Consumer, KafkaMessage } from 'kafkajs';
import { QueryTypes, type Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { addFingerprint, processedMessagesTable } from '#platform/database/processed-messages.ts';
import { until } from '../../tests/support/until.ts';
import { type Broker, createBroker, whenAvailable, withAdmin } from '../broker.ts';
import type { NewEvent, Topic } from '../catalog.ts';
import { type GroupMember, joinGroup } from '../group.ts';
import { createPublisher, type Publisher } from '../publish.ts';
import { readSecurity } from '../security.ts';
import { createTopics, deadLetterTopics, faultsTopic, topics } from '../topics.ts';
import { newestVersions } from '../written-versions.ts';
import { consumeBatch } from './consume.ts';
import { createEventConsumer } from './event-consumer.ts';
import type { Handler } from './handler.ts';

/** A product that the test handler cannot handle. */
export const poison = 'poison';

export type TestHandler = Handler<readonly string[], 'order.placed'>;

/**
 * Returns a minimal handler for tests of the runner: each `order.placed` adds one to the count of its order and emits
 * `stock.rejected`. An order that takes effect twice has a count of 2.
 */
export const testHandler = (database: Sequelize): TestHandler => ({
  load: async () => [],
  decide: (orders, { data }) => [
    [...orders, data.items[0]?.productId === poison ? poison : data.orderId],
    [{ type: 'stock.rejected', data: { orderId: data.orderId, reason: 'unknown-product', shortages: [] } }],
  ],
  save: async (orders, _, transaction) => {
    if (orders.includes(poison)) throw new Error('this order cannot be handled');
    await database.query(
      'INSERT INTO effects (order_id, count) VALUES :rows ON DUPLICATE KEY UPDATE count = effects.count + 1',
      { replacements: { rows: orders.map((id) => [id, 1]) }, type: QueryTypes.RAW, transaction },
    );
  },
});

/** Joins the group of a test pipeline with a consumer like that of a worker. Closing it twice is closing it once. */
export async function startTestWorker(
  broker: Broker,
  database: Sequelize,
  publisher: Pick<Publisher, 'send'>,
  handler = testHandler(database),
  join: typeof joinGroup<Topic> = joinGroup,
): Promise<GroupMember & AsyncDisposable> {
  const types = ['order.placed'] as const;
  const consumer = createEventConsumer({
    group: 'pipeline',
    types,
    chunkSize: 100,
    handler,
    database,
    publisher,
    versions: newestVersions,
  });
  const { joined, close } = await join(broker, {
    group: 'pipeline',
    topics: ['orders'],
    fromBeginning: true,
    eachBatch: (topic, payload) => consumeBatch(consumer, topic, payload),
  });
  let closed: Promise<void> | undefined;
  const closeOnce = () => (closed ??= close());
  return { joined, close: closeOnce, [Symbol.asyncDispose]: closeOnce };
}

/** A pipeline for one test: its own topics, groups and database on the servers that `npm test` starts. */
export interface TestPipeline extends AsyncDisposable {
  broker: Broker;
  publisher: Publisher;
  database: Sequelize;
  /** The environment variables of a separate process that works on this pipeline. */
  environment: Record<string, string>;
  /** Publishes orders of one product each; returns their ids. */
  place(count: number, productId?: string): Promise<string[]>;
  /** Returns how often each order took effect. */
  effects(): Promise<Map<string, number>>;
  /** Reads a topic from its beginning until `enough` returns true for the messages so far; returns these. */
  read(topic: string, enough: (messages: readonly KafkaMessage[]) => boolean): Promise<KafkaMessage[]>;
}

/** Starts a pipeline, by default on the broker of the tests' stack. */
export async function startTestPipeline(
  brokers = process.env['TEST_KAFKA_BROKERS'],
  security = readSecurity(),
): Promise<TestPipeline> {
  if (brokers === undefined) throw new Error('TEST_KAFKA_BROKERS: missing; npm test sets it');
  const prefix = `pipeline-${randomUUID()}-`;
  const broker = createBroker({ brokers: brokers.split(','), clientId: 'pipeline', prefix, security });
  const scratch: TestDatabase = await createTestDatabase();
  const database = connect(scratch.url, 'pipeline');
  await database.query(processedMessagesTable);
  await database.query(addFingerprint);
  await database.query('CREATE TABLE effects (order_id CHAR(36) PRIMARY KEY, count INT NOT NULL)');
  await whenAvailable(() => createTopics(broker));
  await whenAvailable(() => haveLeaders(broker));
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
      const reader = broker.kafka.consumer({
        groupId: broker.fullName(`reader-${randomUUID()}`),
        maxWaitTimeInMs: 200,
      });
      readers.push(reader);
      const messages: KafkaMessage[] = [];
      await reader.connect();
      await reader.subscribe({ topics: [broker.fullName(topic)], fromBeginning: true });
      await reader.run({ eachMessage: async ({ message }) => void messages.push(message) });
      await until(`the expected messages are in ${topic}`, () => enough(messages), 120);
      return messages;
    },
    async [Symbol.asyncDispose]() {
      for (const reader of readers) await reader.disconnect();
      await publisher.close();
      await withAdmin(broker, (admin) =>
        admin.deleteTopics({ topics: [...topics, ...deadLetterTopics, faultsTopic].map(broker.fullName) }),
      );
      await database.close();
      await scratch[Symbol.asyncDispose]();
    },
  };
}

/** Waits until every partition has a leader. Before, a batch for several partitions may be published twice to some. */
const haveLeaders = (broker: Broker): Promise<void> =>
  withAdmin(broker, async (admin) => {
    for (const topic of [...topics, ...deadLetterTopics]) await admin.fetchTopicOffsets(broker.fullName(topic));
  });

/** Returns a new order of one product. */
export function placed(orderId: string, productId = 'laptop-pro'): NewEvent<'order.placed'> {
  return { type: 'order.placed', data: { orderId, userId: randomUUID(), items: [{ productId, quantity: 1 }] } };
}
