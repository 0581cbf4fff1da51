import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { connect } from '#platform/database/connect.ts';
import { createDatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { until } from '../../tests/support/until.ts';
import { withAdmin } from '../broker.ts';
import { readDeadLetters } from '../dead-letters/read.ts';
import { sessionTimeoutMs } from '../group-consumer.ts';
import { assertHandledOnce } from './handled-once.testkit.ts';
import { startTestPipeline, startTestWorker, type TestPipeline, testHandler } from './worker.testkit.ts';

describe('a worker', () => {
  it('waits while the database is unavailable, dead-letters nothing, and continues when it is available again', async () => {
    await using pipeline = await startTestPipeline();
    await using outage = await createDatabaseProxy(pipeline.environment['TEST_WORKER_DATABASE_URL'] ?? '');
    const database = connect(outage.url, 'pipeline');
    await using worker = await startTestWorker(pipeline.broker, database, pipeline.publisher);
    try {
      const first = await pipeline.place(5);
      await assertHandledOnce(pipeline, first);
      await outage.cut();
      const second = await pipeline.place(20);
      // Without heartbeats, the broker would have removed the member by then.
      await delay(sessionTimeoutMs);
      await worker.joined();
      await outage.restore();
      await assertHandledOnce(pipeline, [...first, ...second]);
      assert.deepEqual((await readDeadLetters(pipeline.broker)).list(), []);
    } finally {
      await worker.close();
      await database.close();
    }
  });

  it('loses and repeats nothing when the group rebalances in the middle of a batch', async () => {
    await using pipeline = await startTestPipeline();
    const orders = await pipeline.place(600);
    const inTheMiddle = Promise.withResolvers<void>();
    const joined = Promise.withResolvers<void>();
    const handler = testHandler(pipeline.database);
    await using first = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher, {
      ...handler,
      save: async (next, previous, transaction) => {
        await handler.save(next, previous, transaction);
        inTheMiddle.resolve();
        await joined.promise;
      },
    });
    await inTheMiddle.promise;
    const joining = startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
    // The second worker asks to join, so the group is rebalancing while the first has a transaction open.
    await untilRebalancing(pipeline);
    joined.resolve();
    const second = await joining;
    try {
      await assertHandledOnce(pipeline, orders);
    } finally {
      await Promise.all([first.close(), second.close()]);
    }
  });
});

const untilRebalancing = ({ broker }: TestPipeline) =>
  withAdmin(broker, (admin) =>
    until('the group rebalances', async () => {
      const { groups } = await admin.describeGroups([broker.fullName('pipeline')]);
      return groups[0]?.state === 'PreparingRebalance';
    }),
  );
