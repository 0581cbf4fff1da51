import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { until } from '../../tests/support/until.ts';
import { switchOn } from './faults.testkit.ts';
import { Faults } from './faults.ts';
import { injectProcessFaults } from './process-faults.ts';

const megabyte = 1_024 * 1_024;

describe('memory-leak', () => {
  it('allocates as much memory as requested, and frees it when it is switched off', async () => {
    const faults = new Faults('frontend');
    injectProcessFaults(faults);
    const used = () => process.memoryUsage().arrayBuffers;
    const before = used();
    const off = switchOn(faults, 'memory-leak', { megabytesPerMinute: 6_000, megabytes: 20 });
    await until('the memory is allocated', () => used() - before >= 18 * megabyte);
    await delay(100);
    assert.ok(used() - before < 22 * megabyte);
    off();
    await until('the memory is freed', () => used() - before <= 2 * megabyte);
  });
});

describe('event-loop-blocked', () => {
  beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
  afterEach(() => mock.timers.reset());

  /** Lets a second of the mocked intervals pass. Returns how long their callbacks blocked, in milliseconds. */
  async function blockedInOneSecond(): Promise<number> {
    await new Promise(setImmediate);
    const begin = performance.now();
    mock.timers.tick(1_000);
    return performance.now() - begin;
  }

  it('blocks the event loop in each second for as long as requested, until it is switched off', async () => {
    const faults = new Faults('frontend');
    injectProcessFaults(faults);
    assert.ok((await blockedInOneSecond()) < 300);
    const off = switchOn(faults, 'event-loop-blocked', { milliseconds: 300 });
    for (let second = 1; second <= 2; second++) {
      const blocked = await blockedInOneSecond();
      assert.ok(blocked >= 300, `blocked ${blocked} ms in second ${second}`);
    }
    off();
    assert.ok((await blockedInOneSecond()) < 300);
  });
});

describe('crash', () => {
  for (const { when, isNew, ends } of [
    { when: 'kills a process in which it is switched on', isNew: true, ends: [null, 'SIGKILL'] },
    { when: 'spares a process that starts while it is on', isNew: false, ends: [0, null] },
  ]) {
    it(when, async () => {
      const child = fork(new URL('./crashing-process.testkit.ts', import.meta.url), [String(isNew)]);
      assert.deepEqual(await once(child, 'exit'), ends);
    });
  }
});
