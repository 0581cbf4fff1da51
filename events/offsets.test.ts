import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { TopicPartitionOffset } from 'kafkajs';
import { UncommittedOffsets } from './offsets.ts';

const position = (partition: number, offset: number) => ({ topic: 'orders', partition, offset: String(offset) });

describe('uncommitted offsets', () => {
  it('of several partitions are committed in one request, the latest offset of each partition', async () => {
    const request = Promise.withResolvers<TopicPartitionOffset[]>();
    const uncommitted = new UncommittedOffsets(async (positions) => request.resolve(positions), { afterMs: 1 });
    uncommitted.add(position(0, 5));
    uncommitted.add(position(1, 7));
    uncommitted.add(position(0, 6));
    assert.deepEqual(await request.promise, [position(0, 6), position(1, 7)]);
  });

  it('that are added during a request are committed by the next request', async () => {
    const requests: TopicPartitionOffset[][] = [];
    const begun = Promise.withResolvers<void>();
    const slow = Promise.withResolvers<void>();
    const uncommitted = new UncommittedOffsets(
      async (positions) => {
        requests.push(positions);
        begun.resolve();
        if (requests.length === 1) await slow.promise;
      },
      { afterMs: 60_000 },
    );
    uncommitted.add(position(0, 5));
    const first = uncommitted.commit();
    await begun.promise;
    uncommitted.add(position(0, 6));
    slow.resolve();
    await first;
    await uncommitted.commit();
    await uncommitted.commit();
    assert.deepEqual(requests, [[position(0, 5)], [position(0, 6)]]);
  });

  it('are kept when their request fails', async () => {
    const requests: TopicPartitionOffset[][] = [];
    const uncommitted = new UncommittedOffsets(
      async (positions) => {
        requests.push(positions);
        if (requests.length === 1) throw new Error('the coordinator is unavailable');
      },
      { afterMs: 60_000 },
    );
    uncommitted.add(position(0, 5));
    await uncommitted.commit();
    await uncommitted.commit();
    assert.deepEqual(requests, [[position(0, 5)], [position(0, 5)]]);
  });

  it('are not committed after they were discarded', async () => {
    const uncommitted = new UncommittedOffsets(async () => assert.fail('no request is expected'), { afterMs: 60_000 });
    uncommitted.add(position(0, 5));
    uncommitted.discard();
    await uncommitted.commit();
  });
});
