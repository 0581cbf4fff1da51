import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { describe, it } from 'node:test';
import { assertHandledOnce } from './handled-once.testkit.ts';
import { startTestPipeline, startTestWorker, type TestPipeline } from './worker.testkit.ts';

describe('a worker', () => {
  for (const [crash, moment] of [
    ['before-publishing', 'after it committed the transaction and before it published'],
    ['after-publishing', 'after it published and before it committed the offsets'],
  ] as const) {
    it(`is killed ${moment}: each message takes effect once`, async () => {
      await using pipeline = await startTestPipeline();
      const orders = await pipeline.place(40);
      const [, signal] = await once(startCrashing(pipeline, crash), 'exit');
      assert.equal(signal, 'SIGKILL');
      assert.ok((await pipeline.effects()).size > 0, 'the transaction was committed before the crash');

      await using survivor = await startTestWorker(pipeline.broker, pipeline.database, pipeline.publisher);
      try {
        const publishedTwice = crash === 'after-publishing' ? 1 : 0;
        await assertHandledOnce(pipeline, orders, orders.length + publishedTwice);
      } finally {
        await survivor.close();
      }
    });
  }
});

/** Starts the worker of the pipeline as a separate process that will crash. */
function startCrashing(pipeline: TestPipeline, crash: string): ChildProcess {
  return spawn(process.execPath, [new URL('crashing-worker.testkit.ts', import.meta.url).pathname], {
    env: { ...process.env, ...pipeline.environment, TEST_WORKER_CRASH: crash },
    stdio: 'ignore',
  });
}

describe('a worker whose own consumer code fails', () => {
  it('shuts down gracefully, because it would stay up without consuming', async () => {
    await using pipeline = await startTestPipeline();
    await pipeline.place(1);
    assert.deepEqual(await once(startCrashing(pipeline, 'type-error'), 'exit'), [1, null]);
  });
});
