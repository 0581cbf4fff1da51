import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Faults } from '#platform/faults/faults.ts';
import { withAdmin } from '../broker.ts';
import type { GroupMember } from '../group.ts';
import { faultsTopic } from '../topics.ts';
import { startTestPipeline, type TestPipeline } from '../worker/worker.testkit.ts';
import { createFaultSwitches, type FaultSwitches } from './fault-switches.ts';
import { followers, followSwitches } from './follow-switches.ts';

interface Follower {
  faults: Faults;
  member: GroupMember;
  /** Waits until as many changes were told. */
  told(changes: number): Promise<void>;
}

describe('the switches', () => {
  let pipeline: TestPipeline;
  let board: FaultSwitches;
  beforeEach(async () => {
    pipeline = await startTestPipeline();
    board = createFaultSwitches(pipeline.publisher, new Faults('frontend'));
  });
  afterEach(async () => {
    await withAdmin(pipeline.broker, (admin) =>
      admin.deleteTopics({ topics: [pipeline.broker.fullName(faultsTopic)] }),
    );
    await pipeline[Symbol.asyncDispose]();
  });

  /** A process that has caught up. */
  async function follow(group = `follower-${randomUUID()}`): Promise<Follower> {
    const faults = new Faults('product-worker');
    const caughtUp = Promise.withResolvers<void>();
    const waiting: { changes: number; resolve: () => void }[] = [];
    let changes = 0;
    const member = await followSwitches(pipeline.broker, {
      group,
      onSwitch: (key, switched) => {
        faults.set(key, switched);
        changes++;
        for (const one of waiting) if (changes >= one.changes) one.resolve();
      },
      onCaughtUp: caughtUp.resolve,
    });
    await caughtUp.promise;
    return {
      faults,
      member,
      told: (wanted) =>
        new Promise((resolve) => {
          if (changes >= wanted) resolve();
          else waiting.push({ changes: wanted, resolve });
        }),
    };
  }

  it('reach who follows them, and who comes later; what is over is not lived through again', async () => {
    const early = await follow();
    await board.on('hot-key', { milliseconds: 10 });
    await board.off('hot-key');
    await board.on('message-errors', { rate: 0.1 });
    await board.on('message-errors', { rate: 0.2 });
    await board.on('http-errors', {});
    await early.told(5);
    const late = await follow();
    await late.told(2);
    for (const { faults } of [early, late]) {
      assert.deepEqual(faults.active('hot-key'), []);
      assert.deepEqual(
        faults.active('message-errors').map(({ rate }) => rate),
        [0.2],
      );
      assert.deepEqual(
        faults
          .list()
          .map(({ fault }) => fault)
          .sort(),
        ['http-errors', 'message-errors'],
      );
    }
    await board.off();
    await Promise.all([early.told(7), late.told(4)]);
    for (const { faults, member } of [early, late]) {
      assert.deepEqual(faults.list(), []);
      await member.close();
    }
  });

  it('do not fail for one that nobody understands', async () => {
    const follower = await follow();
    await pipeline.publisher.send([
      { topic: faultsTopic, context: ROOT_CONTEXT, message: { key: 'new', value: '{}' } },
    ]);
    await board.on('hot-key', {});
    await follower.told(1);
    assert.equal(follower.faults.active('hot-key').length, 1);
    await follower.member.close();
  });

  it('are followed by the processes that are there', async () => {
    assert.deepEqual(await followers(pipeline.broker), []);
    const some = await Promise.all(
      ['product-worker', 'frontend', 'frontend'].map((process) => follow(`faults-${process}-${randomUUID()}`)),
    );
    assert.deepEqual(await followers(pipeline.broker), ['frontend', 'product-worker']);
    for (const { member } of some) await member.close();
    assert.deepEqual(await followers(pipeline.broker), []);
  });
});
