import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { PartitionClock } from './partition-clock.ts';

describe('secondsBehind', () => {
  it('is 0 for a consumer that has read all messages', () => {
    const clock = new PartitionClock();
    clock.observe(10, 1_000);
    assert.equal(clock.secondsBehind(10, 9_000), 0);
  });

  it('is the time since the partition grew past the offset of the consumer', () => {
    const clock = new PartitionClock();
    clock.observe(10, 1_000);
    clock.observe(20, 3_000);
    clock.observe(30, 5_000);
    assert.equal(clock.secondsBehind(10, 9_000), 6);
    assert.equal(clock.secondsBehind(19, 9_000), 6);
    assert.equal(clock.secondsBehind(20, 9_000), 4);
  });

  it('keeps growing while the partition does not grow', () => {
    const clock = new PartitionClock();
    clock.observe(10, 1_000);
    clock.observe(10, 8_000);
    assert.equal(clock.secondsBehind(0, 9_000), 8);
  });
});
