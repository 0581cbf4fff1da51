import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, it, type TestContext } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { applyAccess } from '#events/access/apply.ts';
import { type Access, deriveAccess } from '#events/access/derive.ts';
import type { Principal } from '#events/access/principals.ts';
import { type Broker, createBroker, withAdmin } from '#events/broker.ts';
import { createPublisher } from '#events/publish.ts';
import { frontendGroupPrefix } from '#events/subscriptions.ts';
import { poisonMessage } from '#events/topic-faults.ts';
import { compareAccess } from '../ops/stack/kafka/compare-access.ts';
import { passwordFile } from '../ops/stack/kafka/credentials.ts';
import { environment } from './support/environment.ts';

const folder = environment.kafkaCredentials;
const [address = ''] = environment.kafkaBrokers;

/** Returns a client that connects as a user of the stack. */
const brokerOf = (name: Principal): Broker =>
  createBroker({
    brokers: environment.kafkaBrokers,
    clientId: 'access',
    security: { user: { name, passwordFile: passwordFile(folder, name) } },
  });

const admin = (): Broker => createBroker({ brokers: environment.kafkaBrokers, clientId: 'access' });

const deniedTopic = /Not authorized to access topics/;

async function write(name: Principal, topic: 'orders' | 'stock' | 'faults'): Promise<void> {
  const publisher = await createPublisher(brokerOf(name));
  try {
    await publisher.send([{ topic, context: ROOT_CONTEXT, message: poisonMessage('orders', 0) }]);
  } catch (error) {
    throw error instanceof Error ? (error.cause ?? error) : error;
  } finally {
    await publisher.close();
  }
}

/** Consumes a topic in a group that the user may join. Rejects when the consumer crashes. */
async function read(name: Principal, topic: string, group: string): Promise<void> {
  const { kafka } = brokerOf(name);
  const consumer = kafka.consumer({
    groupId: `${group}${randomUUID()}`,
    retry: { restartOnFailure: async () => false },
  });
  const { promise: crashed, reject } = Promise.withResolvers<never>();
  consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({ eachMessage: async () => assert.fail('a message') });
    await crashed;
  } finally {
    await consumer.disconnect();
  }
}

describe('a user of Kafka', () => {
  it('may do exactly what is derived', async () => {
    assert.deepEqual(await compareAccess(address, folder), []);
  });

  it('gets no right that is not derived: an additional one is found, and removed by the next setup', async (t) => {
    const tooMuch: Access = {
      principal: 'user-service',
      operation: 'read',
      resource: 'topic',
      name: 'orders',
      prefixed: false,
    };
    t.after(() => applyAccess(admin()));
    await applyAccess(admin(), [...deriveAccess(), tooMuch]);
    assert.deepEqual(await compareAccess(address, folder), [
      'user-service may read topic orders, which is not derived',
      'user-service may describe topic orders, which is not derived',
    ]);
    await applyAccess(admin());
    assert.deepEqual(await compareAccess(address, folder), []);
  });

  it('cannot write a topic of which it emits no event', async () => {
    await assert.rejects(write('frontend', 'stock'), deniedTopic);
    await assert.rejects(write('product-worker', 'orders'), deniedTopic);
    await assert.rejects(write('order-worker', 'stock'), deniedTopic);
    await assert.rejects(write('order-worker', 'faults'), deniedTopic);
    await assert.rejects(write('event-monitor', 'orders'), deniedTopic);
  });

  it('cannot read a topic that it does not consume', async () => {
    for (const [name, topic, group] of [
      ['user-service', 'orders', 'faults-user-service-'],
      ['product-worker', 'stock', 'faults-product-worker-'],
      ['frontend', 'orders.dlq', frontendGroupPrefix],
      ['product-worker', 'stock.dlq', 'faults-product-worker-'],
    ] as const) {
      await assert.rejects(read(name, topic, group), deniedTopic, `${name} ${topic}`);
    }
  });

  it('cannot create topics, users or ACLs', async () => {
    const topic = `access-${randomUUID()}`;
    for (const name of ['frontend', 'operator'] as const) {
      await assert.rejects(
        withAdmin(brokerOf(name), (client) => client.createTopics({ topics: [{ topic }] })),
        { name: 'KafkaJSAggregateError' },
      );
      await assert.rejects(
        withAdmin(brokerOf(name), (client) =>
          client.describeAcls({ resourceType: 1, resourcePatternType: 1, operation: 1, permissionType: 1 }),
        ),
        /authoriz/i,
      );
    }
  });
});

describe('a stranger', () => {
  const connect = (options: Partial<Parameters<typeof createBroker>[0]>) =>
    withAdmin(createBroker({ brokers: environment.kafkaBrokers, clientId: 'stranger', ...options }), (client) =>
      client.listTopics(),
    );

  it('is refused without a credential', async () => {
    await assert.rejects(connect({ security: {} }), { name: /KafkaJS/ });
  });

  it('is refused with a wrong password, and as an unknown user', async (t: TestContext) => {
    const own = await mkdtemp(join(tmpdir(), 'access-'));
    t.after(() => rm(own, { recursive: true }));
    await writeFile(join(own, 'password'), randomUUID());
    for (const name of ['frontend', 'admin', 'broker', 'nobody']) {
      await assert.rejects(
        connect({ security: { user: { name, passwordFile: join(own, 'password') } } }),
        { name: 'KafkaJSSASLAuthenticationError' },
        name,
      );
    }
  });
});
