import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type TestContext } from 'node:test';
import { Kafka, logLevel } from 'kafkajs';
import { BrokerUnavailable, withAdmin } from '#events/broker.ts';
import { topics } from '#events/topics.ts';
import { startTestPipeline, startTestWorker, type TestPipeline } from '#events/worker/worker.testkit.ts';
import { bootstrapServers } from '../ops/stack/components/brokers.ts';
import { kafka } from '../ops/stack/components/kafka.ts';
import { stackPathsIn } from '../ops/stack/paths.ts';
import { Stack } from '../ops/stack/supervisor/stack.ts';
import { until } from './support/customer.ts';

/** Three brokers beside the one of the tests' stack. */
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
  return { brokers: stack.supervisors, addresses: bootstrapServers(paths.ports, 3).split(',') };
}

/** Places a dozen orders at a time, on all partitions; who gets no answer goes on with the next. */
function placeOrders(trial: TestPipeline, signal: AbortSignal) {
  const acknowledged: string[] = [];
  const ended = (async () => {
    while (!signal.aborted) {
      try {
        acknowledged.push(...(await trial.place(12)));
      } catch (error) {
        if (!(error instanceof BrokerUnavailable)) throw error;
      }
    }
  })();
  return { acknowledged, ended };
}

/** The partitions of our topics and of the groups' offsets, as the brokers that are given tell. */
async function partitionsOf(trial: TestPipeline, addresses: readonly string[]) {
  const kafka = new Kafka({
    brokers: [...addresses],
    connectionTimeout: 1_000,
    requestTimeout: 1_000,
    retry: { retries: 0 },
    logLevel: logLevel.NOTHING,
  });
  const admin = kafka.admin();
  try {
    await admin.connect();
    const described = await admin.fetchTopicMetadata({
      topics: [...topics.map(trial.broker.fullName), '__consumer_offsets'],
    });
    return described.topics.flatMap(({ partitions }) => partitions);
  } catch {
    // It has asked one that does not answer, or not yet.
    return undefined;
  } finally {
    await admin.disconnect();
  }
}

/** What the topic of the orders holds now. */
async function allMessages(trial: TestPipeline) {
  const ends = await withAdmin(trial.broker, (admin) => admin.fetchTopicOffsets(trial.broker.fullName('orders')));
  const count = ends.reduce((sum, { high }) => sum + Number(high), 0);
  return trial.read('orders', (messages) => messages.length >= count);
}

test('with three brokers any may die: orders go on being taken, and each takes effect once', async (t) => {
  const { brokers, addresses } = await startBrokers(t);
  await using trial = await startTestPipeline(addresses.join(','));
  const worker = await startTestWorker(trial.broker, trial.database, trial.publisher);
  const enough = new AbortController();
  const { acknowledged, ended } = placeOrders(trial, enough.signal);
  const more = async () => {
    const wanted = acknowledged.length + 120;
    await until(async () => (acknowledged.length >= wanted ? true : undefined));
  };
  try {
    await more();
    for (const [n, broker] of brokers.entries()) {
      // First it hangs: what was sent to it gets no answer, what was sent to the others with it does.
      await broker.freeze();
      await until(async () => {
        const partitions = await partitionsOf(trial, addresses.toSpliced(n, 1));
        return partitions?.every(({ leader }) => leader !== n + 1) || undefined;
      });
      await broker.kill();
      await more();
      await broker.start();
      await until(async () => {
        const partitions = await partitionsOf(trial, addresses);
        return partitions?.every(({ isr }) => isr.length === addresses.length) || undefined;
      });
    }
    enough.abort();
    await ended;
    const stored = new Set((await allMessages(trial)).map(({ key }) => String(key)));
    assert.deepEqual(
      acknowledged.filter((orderId) => !stored.has(orderId)),
      [],
      'what was acknowledged is stored',
    );
    const effects = await until(async () => {
      const found = await trial.effects();
      return acknowledged.every((orderId) => found.has(orderId)) ? found : undefined;
    });
    assert.deepEqual(new Set(effects.values()), new Set([1]));
  } finally {
    enough.abort();
    await worker.close();
  }
});
