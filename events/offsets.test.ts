import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TopicPartitionOffset } from 'kafkajs';
import { commits } from './offsets.ts';

const position = (partition: number, offset: number) => ({ topic: 'orders', partition, offset: String(offset) });

describe('offsets', () => {
  it('of several partitions are committed in one request, the latest of each', async () => {
    const asked = Promise.withResolvers<TopicPartitionOffset[]>();
    const committing = commits(async (positions) => asked.resolve(positions), { afterMs: 1 });
    committing.done(position(0, 5));
    committing.done(position(1, 7));
    committing.done(position(0, 6));
    assert.deepEqual(await asked.promise, [position(0, 6), position(1, 7)]);
  });

  it('that were noted while others were being committed are committed next', async () => {
    const asked: TopicPartitionOffset[][] = [];
    const begun = Promise.withResolvers<void>();
    const slow = Promise.withResolvers<void>();
    const committing = commits(
      async (positions) => {
        asked.push(positions);
        begun.resolve();
        if (asked.length === 1) await slow.promise;
      },
      { afterMs: 60_000 },
    );
    committing.done(position(0, 5));
    const first = committing.flush();
    await begun.promise;
    committing.done(position(0, 6));
    slow.resolve();
    await first;
    await committing.flush();
    await committing.flush();
    assert.deepEqual(asked, [[position(0, 5)], [position(0, 6)]]);
  });

  it('that could not be committed are kept', async () => {
    const asked: TopicPartitionOffset[][] = [];
    const committing = commits(
      async (positions) => {
        asked.push(positions);
        if (asked.length === 1) throw new Error('the coordinator is away');
      },
      { afterMs: 60_000 },
    );
    committing.done(position(0, 5));
    await committing.flush();
    await committing.flush();
    assert.deepEqual(asked, [[position(0, 5)], [position(0, 5)]]);
  });

  it('of partitions that may be lost are forgotten', async () => {
    const committing = commits(async () => assert.fail('nothing is to be committed'), { afterMs: 60_000 });
    committing.done(position(0, 5));
    committing.forget();
    await committing.flush();
  });
});
