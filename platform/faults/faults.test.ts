import assert from 'node:assert/strict';
import { beforeEach, describe, it, mock } from 'node:test';
import { activate } from './active-fault.ts';
import { entryOf } from './faults.testkit.ts';
import { Faults } from './faults.ts';

const begin = Date.parse('2026-01-01T12:00:00Z');

describe('the faults of a process', () => {
  beforeEach(() => {
    mock.timers.reset();
    mock.timers.enable({ apis: ['setTimeout', 'Date'], now: begin });
  });

  it('contain only the faults that concern this process', () => {
    const faults = new Faults('order-service');
    faults.set(...entryOf('http-errors', { rate: 0.5 }));
    faults.set(...entryOf('http-errors', { rate: 1, process: 'order-service', operation: 'GET /orders' }));
    faults.set(...entryOf('http-errors', { process: 'frontend' }));
    faults.set(...entryOf('poison-published'));
    assert.deepEqual(
      faults.active('http-errors').map(({ rate, operation }) => [rate, operation]),
      [
        [0.5, undefined],
        [1, 'GET /orders'],
      ],
    );
    assert.deepEqual(faults.active('poison-published'), []);
    assert.equal(faults.list().length, 4, 'the list contains the faults of all processes');
  });

  it('are replaced by a later fault with the same key', () => {
    const faults = new Faults('frontend');
    for (const rate of [0.1, 0.2]) faults.set(...entryOf('http-latency', { rate, operation: 'GET /' }));
    assert.deepEqual(
      faults.active('http-latency').map(({ rate }) => rate),
      [0.2],
    );
  });

  it('are switched off when they expire, even if they were switched on before the process started', () => {
    const faults = new Faults('frontend');
    faults.set(...entryOf('http-errors', { seconds: 60 }));
    mock.timers.tick(59_999);
    assert.equal(faults.active('http-errors').length, 1);
    mock.timers.tick(1);
    assert.equal(faults.active('http-errors').length, 0);
    assert.deepEqual(faults.list(), []);
    assert.equal(faults.lastOn('http-errors'), begin + 60_000);

    faults.set('old', activate('http-errors', { seconds: 60 }, new Date(begin)));
    assert.deepEqual(faults.list(), []);
  });

  it('expire at the latest time they were switched on for', () => {
    const faults = new Faults('frontend');
    faults.set(...entryOf('http-errors', { seconds: 60 }));
    mock.timers.tick(30_000);
    faults.set(...entryOf('http-errors', { seconds: 60 }));
    mock.timers.tick(59_999);
    assert.equal(faults.active('http-errors').length, 1);
    mock.timers.tick(1);
    assert.equal(faults.active('http-errors').length, 0);
  });

  it('include those that affect all work of the process', () => {
    const faults = new Faults('order-worker');
    faults.set(...entryOf('message-errors'));
    assert.deepEqual(faults.processWide(), []);
    const [key, slow] = entryOf('slow-database');
    faults.set(key, slow);
    assert.deepEqual(faults.processWide(), ['slow-database']);
    faults.set(key, undefined);
    assert.deepEqual(faults.processWide(), []);
  });
});
