import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { type ActiveFault, activate, faultKey } from './active-fault.ts';
import type { FaultName } from './definitions.ts';
import { Faults } from './faults.ts';

const begin = Date.parse('2026-01-01T12:00:00Z');

function on(fault: FaultName, parameters: Record<string, unknown> = {}): [string, ActiveFault] {
  const switched = activate(fault, parameters, new Date());
  return [faultKey(switched), switched];
}

const turn = () => new Promise((resolve) => process.nextTick(resolve));

describe('the faults of a process', () => {
  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: begin });
  });

  it('are those that concern it', () => {
    const faults = new Faults('order-service');
    faults.set(...on('http-errors', { rate: 0.5 }));
    faults.set(...on('http-errors', { rate: 1, process: 'order-service', operation: 'GET /orders' }));
    faults.set(...on('http-errors', { process: 'frontend' }));
    faults.set(...on('poison-published'));
    assert.deepEqual(
      faults.active('http-errors').map(({ rate, operation }) => [rate, operation]),
      [
        [0.5, undefined],
        [1, 'GET /orders'],
      ],
    );
    assert.deepEqual(faults.active('poison-published'), []);
    assert.equal(faults.list().length, 4, 'all are known');
  });

  it('are replaced by the same fault in the same place', () => {
    const faults = new Faults('frontend');
    for (const rate of [0.1, 0.2]) faults.set(...on('http-latency', { rate, operation: 'GET /' }));
    assert.deepEqual(
      faults.active('http-latency').map(({ rate }) => rate),
      [0.2],
    );
  });

  it('go off by themselves when their time is up, also where they were switched on long ago', () => {
    const faults = new Faults('frontend');
    faults.set(...on('http-errors', { seconds: 60 }));
    mock.timers.tick(59_999);
    assert.equal(faults.active('http-errors').length, 1);
    mock.timers.tick(1);
    assert.equal(faults.active('http-errors').length, 0);
    assert.deepEqual(faults.list(), []);
    assert.equal(faults.lastOn('http-errors'), begin + 60_000);

    faults.set('old', activate('http-errors', { seconds: 60 }, new Date(begin)));
    assert.deepEqual(faults.list(), []);
  });

  it('last as long as the last switching on says', () => {
    const faults = new Faults('frontend');
    faults.set(...on('http-errors', { seconds: 60 }));
    mock.timers.tick(30_000);
    faults.set(...on('http-errors', { seconds: 60 }));
    mock.timers.tick(59_999);
    assert.equal(faults.active('http-errors').length, 1);
    mock.timers.tick(1);
    assert.equal(faults.active('http-errors').length, 0);
  });

  it('name those that all work meets', () => {
    const faults = new Faults('order-worker');
    faults.set(...on('message-errors'));
    assert.deepEqual(faults.processWide(), []);
    const [key, slow] = on('slow-database');
    faults.set(key, slow);
    assert.deepEqual(faults.processWide(), ['slow-database']);
    faults.set(key, undefined);
    assert.deepEqual(faults.processWide(), []);
  });
});

describe('what is done during a fault', () => {
  beforeEach(() => mock.timers.reset());

  /** Notes what is begun and undone. */
  function watched(): { faults: Faults; steps: string[] } {
    const faults = new Faults('product-worker');
    const steps: string[] = [];
    faults.during('hot-key', ({ product, milliseconds }) => {
      steps.push(`${product} ${milliseconds}`);
      return () => void steps.push(`no ${product}`);
    });
    return { faults, steps };
  }

  it('begins and ends with it, in each place by itself', async () => {
    const { faults, steps } = watched();
    const [mouse, laptop] = [on('hot-key', { product: 'mouse' }), on('hot-key', { product: 'laptop' })];
    faults.set(...mouse);
    faults.set(...laptop);
    await turn();
    faults.set(mouse[0], undefined);
    await turn();
    assert.deepEqual(steps, ['mouse 1000', 'laptop 1000', 'no mouse']);
  });

  it('does not begin with the fault of another process', async () => {
    const faults = new Faults('product-worker');
    const begun: string[] = [];
    faults.during('memory-leak', ({ process = 'all' }) => {
      begun.push(process);
      return () => undefined;
    });
    faults.set(...on('memory-leak', { process: 'frontend' }));
    faults.set(...on('memory-leak', { process: 'product-worker' }));
    await turn();
    assert.deepEqual(begun, ['product-worker']);
  });

  it('is undone before it begins with other parameters, and not repeated when the same is told again', async () => {
    const { faults, steps } = watched();
    const first = on('hot-key', { product: 'mouse', milliseconds: 10 });
    faults.set(...first);
    faults.set(...first);
    faults.set(...on('hot-key', { product: 'mouse', milliseconds: 20 }));
    await turn();
    assert.deepEqual(steps, ['mouse 10', 'no mouse', 'mouse 20']);
  });

  it('begins at once where the fault was on before', async () => {
    const faults = new Faults('product-worker');
    faults.set(...on('hot-key'));
    const begun = Promise.withResolvers<string>();
    faults.during('hot-key', ({ product }) => {
      begun.resolve(product);
      return () => undefined;
    });
    assert.equal(await begun.promise, 'souris-gaming');
  });

  it('is undone when the process ends', async () => {
    const { faults, steps } = watched();
    faults.set(...on('hot-key', { product: 'mouse' }));
    await faults.end();
    assert.deepEqual(steps, ['mouse 1000', 'no mouse']);
  });

  it('is cleared away at the beginning where the fault is not on any more', async () => {
    const cleared: string[] = [];
    const faults = new Faults('product-worker');
    for (const fault of ['hot-key', 'stock-drift'] as const) {
      faults.during(
        fault,
        () => () => undefined,
        () => void cleared.push(fault),
      );
    }
    faults.set(...on('hot-key'));
    assert.ok(!faults.loaded);
    faults.markLoaded();
    assert.ok(faults.loaded);
    await turn();
    assert.deepEqual(cleared, ['stock-drift']);
  });

  it('that cannot be begun does not keep the switch from going off and on again', async () => {
    const faults = new Faults('product-worker');
    const begun = Promise.withResolvers<void>();
    let attempts = 0;
    faults.during('hot-key', () => {
      if (++attempts === 1) throw new Error('not now');
      begun.resolve();
      return () => undefined;
    });
    const [key, switched] = on('hot-key');
    faults.set(key, switched);
    faults.set(key, undefined);
    faults.set(...on('hot-key', { milliseconds: 20 }));
    await begun.promise;
    assert.equal(attempts, 2);
  });
});
