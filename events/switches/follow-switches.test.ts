import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { Faults } from '#platform/faults/faults.ts';
import { until } from '../../tests/support/until.ts';
import type { GroupMember } from '../group.ts';
import { faultsTopic } from '../topics.ts';
import { startTestPipeline, type TestPipeline } from '../worker/worker.testkit.ts';
import { createFaultSwitches, type FaultSwitches } from './fault-switches.ts';
import { followSwitches } from './follow-switches.ts';
import { followerGroup, followers } from './followers.ts';
import { readActiveFaults } from './read-active-faults.ts';

interface Follower {
  faults: Faults;
  member: GroupMember;
  /** Waits until the follower has received this many changes. */
  received(changes: number): Promise<unknown>;
}

describe('fault switches', () => {
  let pipeline: TestPipeline;
  let switches: FaultSwitches;
  beforeEach(async () => {
    pipeline = await startTestPipeline();
    switches = createFaultSwitches(pipeline.publisher, new Faults('frontend'));
  });
  afterEach(() => pipeline[Symbol.asyncDispose]());

  /** Starts a follower and waits until it has caught up. */
  async function follow(group = `follower-${randomUUID()}`): Promise<Follower> {
    const faults = new Faults('product-worker');
    const caughtUp = Promise.withResolvers<void>();
    let received = 0;
    const member = await followSwitches(pipeline.broker, {
      group,
      onSwitch: (key, activeFault) => {
        faults.set(key, activeFault);
        received++;
      },
      onCaughtUp: caughtUp.resolve,
    });
    await caughtUp.promise;
    return {
      faults,
      member,
      received: (changes) => until(`the follower has received ${changes} changes`, () => received >= changes),
    };
  }

  it('reach earlier and later followers; later followers receive only the faults that are on', async () => {
    const early = await follow();
    await switches.on('hot-key', { milliseconds: 10 });
    await switches.off('hot-key');
    await switches.on('message-errors', { rate: 0.1 });
    await switches.on('message-errors', { rate: 0.2 });
    await switches.on('http-errors', {});
    await early.received(5);
    const late = await follow();
    await late.received(2);
    const names = ['http-errors', 'message-errors'];
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
        names,
      );
    }
    const active = await readActiveFaults(pipeline.broker);
    assert.deepEqual([...active.values()].map(({ fault }) => fault).sort(), names);
    await switches.off();
    await Promise.all([early.received(7), late.received(4)]);
    for (const { faults, member } of [early, late]) {
      assert.deepEqual(faults.list(), []);
      await member.close();
    }
    assert.deepEqual(await readActiveFaults(pipeline.broker), new Map());
  });

  it('continue after an invalid message', async () => {
    const follower = await follow();
    await pipeline.publisher.send([
      { topic: faultsTopic, context: ROOT_CONTEXT, message: { key: 'new', value: '{}' } },
    ]);
    await switches.on('hot-key', {});
    await follower.received(1);
    assert.equal(follower.faults.active('hot-key').length, 1);
    await follower.member.close();
  });

  it('are followed by the running processes', async () => {
    assert.deepEqual(await followers(pipeline.broker), []);
    const running = await Promise.all(
      (['product-worker', 'frontend', 'frontend'] as const).map((process) => follow(followerGroup(process))),
    );
    assert.deepEqual(await followers(pipeline.broker), ['frontend', 'product-worker']);
    for (const { member } of running) await member.close();
    assert.deepEqual(await followers(pipeline.broker), []);
  });
});
