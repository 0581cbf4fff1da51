import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { context } from '@opentelemetry/api';
import type { IHeaders, KafkaMessage } from 'kafkajs';
import { connect } from '#platform/database/connect.ts';
import { breakable } from '#platform/database/outage.testkit.ts';
import { OpenDeadLetters, replay, resolution } from '../dead-letters/dead-letter.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { encode, header } from '../envelope.ts';
import { stamp } from '../event.ts';
import { sessionTimeoutMs } from '../group.ts';
import { outgoing } from '../publish.ts';
import { retentionMs } from '../topics.ts';
import { findRecords, insertRecords, purgeRecords } from './record.ts';
import {
  placed,
  poison,
  startTestPipeline,
  startTestWorker,
  type TestPipeline,
  testHandler,
} from './worker.testkit.ts';

const id = (message: KafkaMessage) => header(message.headers, 'ce_id') ?? '';
const distinct = (messages: readonly KafkaMessage[]) => new Set(messages.map(id)).size;

/** Every order took effect once, and what it emitted was published, always under the same id. */
async function assertHandledOnce(pipeline: TestPipeline, orders: readonly string[]): Promise<KafkaMessage[]> {
  const emitted = await pipeline.read('stock', (messages) => distinct(messages) >= orders.length);
  const expected = orders.map((orderId) => stampedId(orderId)).sort();
  assert.deepEqual([...new Set(emitted.map(id))].sort(), expected);
  assert.deepEqual(await pipeline.effects(), new Map([...orders].sort().map((orderId) => [orderId, 1])));
  return emitted;
}

function stampedId(orderId: string): string {
  return stamp({ type: 'stock.rejected', data: { orderId, reason: 'unknown-product' } }, new Date(0)).id;
}

describe('a worker that crashes', () => {
  for (const crash of ['before-publishing', 'after-publishing']) {
    it(`${crash} and before its offset is committed handles each message once`, async () => {
      await using pipeline = await startTestPipeline();
      const orders = await pipeline.place(40);
      const [, signal] = await once(crashing(pipeline, crash), 'exit');
      assert.equal(signal, 'SIGKILL');
      assert.ok((await pipeline.effects()).size > 0, 'the transaction was committed before the crash');

      const survivor = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
      try {
        const emitted = await assertHandledOnce(pipeline, orders);
        if (crash === 'after-publishing') assert.ok(emitted.length > orders.length, 'some were published twice');
      } finally {
        await survivor.close();
      }
    });
  }
});

/** The pipeline's worker, as a process that will crash. */
function crashing(pipeline: TestPipeline, crash: string): ChildProcess {
  return spawn(process.execPath, [new URL('crashing-worker.testkit.ts', import.meta.url).pathname], {
    env: { ...process.env, ...pipeline.environment, TEST_WORKER_CRASH: crash },
    stdio: 'ignore',
  });
}

describe('a worker whose consumer kafkajs has given up', () => {
  it('ends in order, for it would live on consuming nothing', async () => {
    await using pipeline = await startTestPipeline();
    await pipeline.place(1);
    assert.deepEqual(await once(crashing(pipeline, 'type-error'), 'exit'), [1, null]);
  });
});

describe('a worker', () => {
  it('handles a message that is delivered twice once, and publishes the same event again', async () => {
    await using pipeline = await startTestPipeline();
    const event = stamp(placed(randomUUID()), new Date());
    const worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await pipeline.publisher.send([outgoing(event, context.active()), outgoing(event, context.active())]);
      await pipeline.read('stock', (messages) => messages.length >= 2);
      await pipeline.publisher.send([outgoing(event, context.active())]);
      const emitted = await pipeline.read('stock', (messages) => messages.length >= 3);
      assert.deepEqual(emitted.map(id), Array(3).fill(stampedId(event.data.orderId)));
      assert.equal(new Set(emitted.map((message) => header(message.headers, 'ce_time'))).size, 1);
      assert.deepEqual(await pipeline.effects(), new Map([[event.data.orderId, 1]]));
    } finally {
      await worker.close();
    }
  });

  it('sets one bad order among a hundred good ones aside, and handles those', async () => {
    await using pipeline = await startTestPipeline();
    const before = await pipeline.place(50);
    const [bad] = await pipeline.place(1, poison);
    const after = await pipeline.place(50);
    const worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await assertHandledOnce(pipeline, [...before, ...after]);
      const [letter] = await pipeline.read('orders.dlq', (messages) => messages.length >= 1);
      const told = (name: string) => header(letter?.headers, name);
      assert.equal(letter?.key?.toString(), bad);
      assert.equal(told('dlq_reason'), 'handler-failed');
      assert.equal(told('dlq_error'), 'Error: this order cannot be handled');
      assert.equal(told('dlq_attempts'), '5');
      assert.equal(told('dlq_topic'), 'orders');
      assert.equal(told('dlq_group'), 'pipeline');
      assert.match(told('dlq_offset') ?? '', /^\d+$/);
    } finally {
      await worker.close();
    }
  });

  const event = stamp(placed(randomUUID()), new Date());
  const { headers } = encode(event);
  const unreadable: [reason: string, message: { value: string | null; headers: Record<string, string> }][] = [
    ['invalid-json', { value: '{"orderId":', headers: headers as Record<string, string> }],
    ['invalid-data', { value: '{"orderId":"x"}', headers: headers as Record<string, string> }],
    ['unknown-type', { value: '{}', headers: { ...(headers as Record<string, string>), ce_type: 'order.lost.v1' } }],
    [
      'unknown-version',
      { value: '{}', headers: { ...(headers as Record<string, string>), ce_type: 'order.placed.v9' } },
    ],
    ['invalid-envelope', { value: '{}', headers: {} }],
  ];
  it('dead-letters at once what it cannot read, as it was, and goes on', async () => {
    await using pipeline = await startTestPipeline();
    const key = randomUUID();
    await pipeline.publisher.send(
      unreadable.map(([, message]) => ({
        topic: 'orders' as const,
        context: context.active(),
        message: { key, ...message },
      })),
    );
    const orders = await pipeline.place(10);
    const worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    try {
      await assertHandledOnce(pipeline, orders);
      const letters = await pipeline.read('orders.dlq', (messages) => messages.length >= unreadable.length);
      assert.deepEqual(
        letters.map((letter) => [header(letter.headers, 'dlq_reason'), letter.value?.toString()]),
        unreadable.map(([reason, { value }]) => [reason, value]),
      );
      assert.deepEqual(new Set(letters.map((letter) => header(letter.headers, 'dlq_attempts'))), new Set(['1']));
    } finally {
      await worker.close();
    }
  });

  it('handles a dead letter that is replayed once it can, and the letter is closed', async () => {
    await using pipeline = await startTestPipeline();
    let broken = true;
    const healthy = testHandler(pipeline.database);
    const worker = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, {
      ...healthy,
      save: async (next, previous, transaction) => {
        if (broken) throw new Error('not yet');
        await healthy.save(next, previous, transaction);
      },
    });
    try {
      const orders = await pipeline.place(1);
      await pipeline.read('orders.dlq', (messages) => messages.length === 1);
      broken = false;
      const [letter] = (await readDeadLetters(pipeline.broker)).list();
      assert.ok(letter !== undefined);
      await pipeline.publisher.send([replay(letter)]);
      await pipeline.publisher.send([replay(letter)]);
      await pipeline.publisher.send([resolution(letter, 'replayed')]);
      await assertHandledOnce(pipeline, orders);
      assert.deepEqual((await readDeadLetters(pipeline.broker)).list(), []);
    } finally {
      await worker.close();
    }
  });

  it('waits while the database is away, dead-letters nothing, and goes on when it is back', async () => {
    await using pipeline = await startTestPipeline();
    await using way = await breakable(pipeline.environment['TEST_WORKER_DATABASE_URL'] ?? '');
    const database = connect(way.url, 'pipeline');
    const worker = await startTestWorker(pipeline.broker, database, pipeline.publisher);
    try {
      const first = await pipeline.place(5);
      await assertHandledOnce(pipeline, first);
      await way.cut();
      const second = await pipeline.place(20);
      await delay(sessionTimeoutMs);
      await worker.joined();
      await way.mend();
      await assertHandledOnce(pipeline, [...first, ...second]);
      assert.deepEqual((await readDeadLetters(pipeline.broker)).list(), []);
    } finally {
      await worker.close();
      await database.close();
    }
  });

  it('loses and doubles nothing when the group rebalances in the middle of a batch', async () => {
    await using pipeline = await startTestPipeline();
    const orders = await pipeline.place(600);
    const inTheMiddle = Promise.withResolvers<void>();
    const joined = Promise.withResolvers<void>();
    const handler = testHandler(pipeline.database);
    const first = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, {
      ...handler,
      save: async (next, previous, transaction) => {
        await handler.save(next, previous, transaction);
        inTheMiddle.resolve();
        await joined.promise;
      },
    });
    await inTheMiddle.promise;
    const joining = startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    // The second asks to join: the group is now rebalancing, and the first has a transaction open.
    await rebalancing(pipeline);
    joined.resolve();
    const second = await joining;
    try {
      await assertHandledOnce(pipeline, orders);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});

async function rebalancing({ broker }: TestPipeline): Promise<void> {
  const admin = broker.kafka.admin();
  await admin.connect();
  try {
    for (;;) {
      const { groups } = await admin.describeGroups([broker.named('pipeline')]);
      if (groups[0]?.state === 'PreparingRebalance') return;
      await delay(20);
    }
  } finally {
    await admin.disconnect();
  }
}

describe('records of handled messages', () => {
  it('are kept longer than the topics keep the messages, and then purged', async () => {
    await using pipeline = await startTestPipeline();
    const now = new Date();
    const old = new Date(now.getTime() - retentionMs);
    const older = new Date(old.getTime() - 24 * 60 * 60 * 1_000 - 1_000);
    const record = { emitted: [], attempt: undefined };
    for (const [name, at] of [
      ['new', now],
      ['old', old],
      ['older', older],
    ] as const) {
      await pipeline.database.transaction((transaction) =>
        insertRecords(pipeline.database, new Map([[name, record]]), at, transaction),
      );
    }
    assert.equal(await purgeRecords(pipeline.database, now), 1);
    const left = await pipeline.database.transaction((transaction) =>
      findRecords(pipeline.database, ['new', 'old', 'older'], transaction),
    );
    assert.deepEqual([...left.keys()].sort(), ['new', 'old']);
  });
});

describe('open dead letters', () => {
  const message = (offset: string, headers: IHeaders): KafkaMessage => ({
    key: null,
    value: null,
    timestamp: '0',
    attributes: 0,
    offset,
    headers,
  });

  it('are those that no later message of their partition resolves', () => {
    const letters = new OpenDeadLetters();
    letters.read('orders.dlq', 0, message('0', { dlq_topic: 'orders' }));
    letters.read('orders.dlq', 1, message('0', { dlq_topic: 'orders' }));
    letters.read('orders.dlq', 0, message('1', { dlq_resolves: '0' }));
    assert.deepEqual(
      letters.list().map(({ id: name }) => name),
      ['orders.dlq:1:0'],
    );
    assert.equal(letters.count('orders.dlq'), 1);
    assert.equal(letters.count('stock.dlq'), 0);
  });
});
