import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Kafka, logLevel } from 'kafkajs';
import { BrokerUnavailable, withAdmin } from '#events/broker.ts';
import { type Security, securityOptions } from '#events/security.ts';
import { topics } from '#events/topics.ts';
import { startTestPipeline, startTestWorker, type TestPipeline } from '#events/worker/worker.testkit.ts';
import { bootstrapServers } from '../ops/stack/components/brokers.ts';
import { kafka } from '../ops/stack/components/kafka.ts';
import { admin, securityOf } from '../ops/stack/kafka/credentials.ts';
import { stackPathsIn } from '../ops/stack/paths.ts';
import { Stack } from '../ops/stack/supervisor/stack.ts';
import { until } from './support/until.ts';

/** Starts three brokers in addition to the broker of the tests' stack. */
async function startBrokers(t: TestContext) {
  const folder = await mkdtemp(join(tmpdir(), 'brokers-'));
  const paths = stackPathsIn(folder, 11_000);
  const stack = new Stack(kafka(paths, { brokers: 3, proxied: false }), paths, {
    onChange: () => undefined,
    report: () => undefined,
  });
  t.after(async () => {
    await stack.stop();
    await rm(folder, { recursive: true });
  });
  await stack.start();
  const security = securityOf(paths, admin);
  return { brokers: stack.supervisors, addresses: bootstrapServers(paths.ports, 3).split(','), security };
}

/** Places twelve orders at a time, on all partitions, until aborted. Continues after a timeout or an error of a broker. */
function placeOrders(pipeline: TestPipeline, signal: AbortSignal) {
  const acknowledged: string[] = [];
  const ended = (async () => {
    while (!signal.aborted) {
      try {
        acknowledged.push(...(await pipeline.place(12)));
      } catch (error) {
        if (!(error instanceof BrokerUnavailable)) throw error;
      }
    }
  })();
  return { acknowledged, ended };
}

/** Asks the given brokers for the partitions of our topics and of the consumer offsets. */
async function partitionsOf(pipeline: TestPipeline, addresses: readonly string[], security: Security) {
  const kafka = new Kafka({
    brokers: [...addresses],
    ...securityOptions(security),
    connectionTimeout: 1_000,
    requestTimeout: 1_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const described = await admin.fetchTopicMetadata({
      topics: [...topics.map(pipeline.broker.fullName), '__consumer_offsets'],
    });
    return described.topics.flatMap(({ partitions }) => partitions);
  } catch {
    // The asked broker does not respond, or does not respond yet.
    return undefined;
  } finally {
    await admin.disconnect();
  }
}

/** Returns every message that the orders topic contains now. */
async function allMessages(pipeline: TestPipeline) {
  const ends = await withAdmin(pipeline.broker, (admin) => admin.fetchTopicOffsets(pipeline.broker.fullName('orders')));
  const count = ends.reduce((sum, { high }) => sum + Number(high), 0);
  return pipeline.read('orders', (messages) => messages.length >= count);
}

test('with three brokers, any one may fail: orders are still accepted, and each takes effect once', async (t) => {
  const { brokers, addresses, security } = await startBrokers(t);
  await using pipeline = await startTestPipeline(addresses.join(','), security);
  await using worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
  const enough = new AbortController();
  const { acknowledged, ended } = placeOrders(pipeline, enough.signal);
  const more = async () => {
    const wanted = acknowledged.length + 120;
    await until('120 more orders are acknowledged', async () => acknowledged.length >= wanted, 300);
  };
  try {
    await more();
    for (const [n, broker] of brokers.entries()) {
      // First the broker hangs: requests to it get no response, while the other brokers respond.
      await broker.freeze();
      await until(
        `every partition has a leader other than broker ${n + 1}`,
        async () => {
          const partitions = await partitionsOf(pipeline, addresses.toSpliced(n, 1), security);
          return partitions?.every(({ leader }) => leader !== n + 1);
        },
        300,
      );
      await broker.kill();
      await more();
      await broker.start();
      await until(
        'every replica is in sync again',
        async () => {
          const partitions = await partitionsOf(pipeline, addresses, security);
          return partitions?.every(({ isr }) => isr.length === addresses.length);
        },
        300,
      );
    }
    enough.abort();
    await ended;
    const stored = new Set((await allMessages(pipeline)).map(({ key }) => String(key)));
    assert.deepEqual(
      acknowledged.filter((orderId) => !stored.has(orderId)),
      [],
      'every acknowledged order is stored',
    );
    const effects = await until(
      'every acknowledged order has taken effect',
      async () => {
        const found = await pipeline.effects();
        return acknowledged.every((orderId) => found.has(orderId)) ? found : undefined;
      },
      300,
    );
    assert.deepEqual(new Set(effects.values()), new Set([1]));
  } finally {
    enough.abort();
    await worker.close();
  }
});
