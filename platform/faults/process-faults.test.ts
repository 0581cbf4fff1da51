import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { switchOn } from './faults.testkit.ts';
import { Faults } from './faults.ts';
import { injectProcessFaults } from './process-faults.ts';

const megabyte = 1_024 * 1_024;

describe('a process', () => {
  it('that leaks memory takes as much as was said, and gives it back', async () => {
    const faults = new Faults('frontend');
    injectProcessFaults(faults);
    const used = () => process.memoryUsage().arrayBuffers;
    const before = used();
    const off = switchOn(faults, 'memory-leak', { megabytesPerMinute: 6_000, megabytes: 20 });
    while (used() - before < 18 * megabyte) await delay(5);
    await delay(100);
    assert.ok(used() - before < 22 * megabyte);
    off();
    while (used() - before > 2 * megabyte) await delay(5);
  });

  it('that is blocked does nothing else for a part of each second', async () => {
    const faults = new Faults('frontend');
    injectProcessFaults(faults);
    const off = switchOn(faults, 'event-loop-blocked', { milliseconds: 80 });
    let last = performance.now();
    for (let longest = 0; longest < 75; last = performance.now()) {
      await delay(1);
      longest = performance.now() - last;
    }
    off();
  });
});
