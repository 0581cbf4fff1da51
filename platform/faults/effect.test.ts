import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { entryOf } from './faults.testkit.ts';
import { Faults } from './faults.ts';

const turn = () => new Promise((resolve) => process.nextTick(resolve));

describe('the effect of a fault', () => {
  /** Creates faults whose effect records when it begins and when it is undone. */
  function recordedFaults(): { faults: Faults; steps: string[] } {
    const faults = new Faults('product-worker');
    const steps: string[] = [];
    faults.during('hot-key', ({ product, milliseconds }) => {
      steps.push(`${product} ${milliseconds}`);
      return () => void steps.push(`no ${product}`);
    });
    return { faults, steps };
  }

  it('begins and ends with the fault, separately for each key', async () => {
    const { faults, steps } = recordedFaults();
    const [mouse, laptop] = [entryOf('hot-key', { product: 'mouse' }), entryOf('hot-key', { product: 'laptop' })];
    faults.set(...mouse);
    faults.set(...laptop);
    await turn();
    faults.set(mouse[0], undefined);
    await turn();
    assert.deepEqual(steps, ['mouse 1000', 'laptop 1000', 'no mouse']);
  });

  it('does not begin for a fault of another process', async () => {
    const faults = new Faults('product-worker');
    const begun: string[] = [];
    faults.during('memory-leak', ({ process = 'all' }) => {
      begun.push(process);
      return () => undefined;
    });
    faults.set(...entryOf('memory-leak', { process: 'frontend' }));
    faults.set(...entryOf('memory-leak', { process: 'product-worker' }));
    await turn();
    assert.deepEqual(begun, ['product-worker']);
  });

  it('is undone before it begins with new parameters, and ignores a repetition', async () => {
    const { faults, steps } = recordedFaults();
    const first = entryOf('hot-key', { product: 'mouse', milliseconds: 10 });
    faults.set(...first);
    faults.set(...first);
    faults.set(...entryOf('hot-key', { product: 'mouse', milliseconds: 20 }));
    await turn();
    assert.deepEqual(steps, ['mouse 10', 'no mouse', 'mouse 20']);
  });

  it('begins immediately if the fault is already on', async () => {
    const faults = new Faults('product-worker');
    faults.set(...entryOf('hot-key'));
    const begun = Promise.withResolvers<string>();
    faults.during('hot-key', ({ product }) => {
      begun.resolve(product);
      return () => undefined;
    });
    assert.equal(await begun.promise, 'souris-gaming');
  });

  it('is undone when the process ends', async () => {
    const { faults, steps } = recordedFaults();
    faults.set(...entryOf('hot-key', { product: 'mouse' }));
    await faults.end();
    assert.deepEqual(steps, ['mouse 1000', 'no mouse']);
  });

  it('is cleaned up after the initial read if the fault is off', async () => {
    const cleanedUp: string[] = [];
    const faults = new Faults('product-worker');
    for (const fault of ['hot-key', 'stock-drift'] as const) {
      faults.during(
        fault,
        () => () => undefined,
        () => void cleanedUp.push(fault),
      );
    }
    faults.set(...entryOf('hot-key'));
    assert.ok(!faults.loaded);
    faults.markLoaded();
    assert.ok(faults.loaded);
    await turn();
    assert.deepEqual(cleanedUp, ['stock-drift']);
  });

  it('can begin again after it failed to begin', async () => {
    const faults = new Faults('product-worker');
    const begun = Promise.withResolvers<void>();
    let attempts = 0;
    faults.during('hot-key', () => {
      if (++attempts === 1) throw new Error('not now');
      begun.resolve();
      return () => undefined;
    });
    const [key, activeFault] = entryOf('hot-key');
    faults.set(key, activeFault);
    faults.set(key, undefined);
    faults.set(...entryOf('hot-key', { milliseconds: 20 }));
    await begun.promise;
    assert.equal(attempts, 2);
  });
});
