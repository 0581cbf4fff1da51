import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { whenAvailable, withAdmin } from '../broker.ts';
import { sendBatch } from '../foreign-producer.testkit.ts';
import { startTestPipeline, type TestPipeline } from '../worker/worker.testkit.ts';
import { readDeadLetters } from './read.ts';
import { resolveDeadLetters } from './resolve.ts';

const longAgo = String(Date.now() - 8 * 24 * 60 * 60 * 1_000);

const letter = (value: string, headers = {}) => ({
  value,
  timestamp: longAgo,
  headers: { dlq_topic: 'orders', ...headers },
});

/** Resolves open dead letters; returns the ids of those that were resolved, and the errors of the others. */
async function resolve(pipeline: TestPipeline, ids: readonly string[] | 'all', how: 'replayed' | 'discarded') {
  const resolved: string[] = [];
  const skipped: string[] = [];
  const open = await whenAvailable(() => readDeadLetters(pipeline.broker));
  await resolveDeadLetters(pipeline, open, ids, how, {
    resolved: ({ id }) => resolved.push(id),
    skipped: ({ message }) => skipped.push(message),
  });
  return { resolved, skipped };
}

describe('dead letters', () => {
  it('that cannot be replayed stay open until they are discarded', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    await sendBatch(broker, 'orders.dlq', [
      { value: 'from nowhere' },
      letter('a batch', { dlq_reason: 'unreadable-batch' }),
      letter('a message'),
    ]);
    const { resolved, skipped } = await resolve(pipeline, 'all', 'replayed');
    assert.deepEqual(resolved, ['orders.dlq:0:2']);
    assert.deepEqual(skipped, [
      'orders.dlq:0:0 has no valid topic in its header dlq_topic',
      'orders.dlq:0:1 stands for a batch that cannot be read',
    ]);
    const [replayed] = await pipeline.read('orders', (messages) => messages.length === 1);
    assert.equal(replayed?.value?.toString(), 'a message');
    assert.deepEqual((await resolve(pipeline, ['orders.dlq:0:1', 'orders.dlq:0:2'], 'discarded')).resolved, [
      'orders.dlq:0:1',
    ]);
    assert.deepEqual(
      (await readDeadLetters(broker)).list().map(({ id }) => id),
      ['orders.dlq:0:0'],
    );
  });

  it('are deleted when they are resolved and older than a week, but no open one', async () => {
    await using pipeline = await startTestPipeline();
    const { broker } = pipeline;
    const low = async () => {
      const offsets = await withAdmin(broker, (admin) => admin.fetchTopicOffsets(broker.fullName('orders.dlq')));
      return offsets.find(({ partition }) => partition === 0)?.low;
    };
    await sendBatch(
      broker,
      'orders.dlq',
      ['0', '1', '2', '3'].map((value) => letter(value)),
    );
    await resolve(pipeline, ['orders.dlq:0:1'], 'discarded');
    assert.equal(await low(), '0');
    await resolve(pipeline, ['orders.dlq:0:0'], 'discarded');
    assert.equal(await low(), '2');
    assert.equal((await readDeadLetters(broker)).count(), 2);
    await resolve(pipeline, 'all', 'discarded');
    // The resolutions themselves are younger than a week.
    assert.equal(await low(), '4');
    assert.equal((await readDeadLetters(broker)).count(), 0);
  });
});
