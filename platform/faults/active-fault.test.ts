import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activate, concerns, decodeActiveFault, encodeActiveFault, expiryOf, faultKey } from './active-fault.ts';
import { faultDefinitions, faultNames } from './definitions.ts';

const since = new Date('2026-01-01T12:00:00Z');

describe('a switched fault', () => {
  it('needs nothing said: every parameter has a preset, and ends within a quarter of an hour', () => {
    for (const fault of faultNames) {
      const switched = activate(fault, {}, since);
      assert.equal(expiryOf(switched).toISOString(), '2026-01-01T12:15:00.000Z', fault);
      for (const process of faultDefinitions[fault].processes)
        assert.ok(concerns(switched, process), `${fault} ${process}`);
    }
  });

  it('is read back as it was written', () => {
    for (const fault of faultNames) {
      const switched = activate(fault, { process: faultDefinitions[fault].processes[0], seconds: 30 }, since);
      assert.deepEqual(decodeActiveFault(encodeActiveFault(switched)), switched);
    }
  });

  it('is refused with what is unknown or out of bounds', () => {
    for (const [fault, parameters] of [
      ['http-errors', { rate: 0 }],
      ['http-errors', { rate: 1.1 }],
      ['http-errors', { rate: '0.5' }],
      ['http-errors', { status: 404 }],
      ['http-errors', { process: 'order-worker' }],
      ['http-errors', { operation: 'orders' }],
      ['http-errors', { milliseconds: 100 }],
      ['http-latency', { milliseconds: 30_001 }],
      ['memory-leak', { megabytes: 5_000 }],
      ['event-loop-blocked', { milliseconds: 1_000 }],
      ['slow-database', { process: 'frontend' }],
      ['consumer-paused', { seconds: 14_401 }],
    ] as const) {
      assert.throws(() => activate(fault, parameters, since), { name: 'ZodError' }, JSON.stringify(parameters));
    }
  });

  it('is another one in another place', () => {
    const keys = [
      {},
      { process: 'frontend' },
      { operation: 'GET /' },
      { process: 'frontend', operation: 'GET /' },
      { operation: 'POST /' },
    ].map((parameters) => faultKey(activate('http-errors', parameters, since)));
    assert.equal(new Set(keys).size, keys.length);
    const [one, other] = [0.1, 0.2].map((rate) => faultKey(activate('http-errors', { rate }, since)));
    assert.equal(one, other);
  });

  it('that another version wrote is not read', () => {
    for (const value of [
      'no JSON',
      '{}',
      '{"fault":"unheard-of","parameters":{},"since":"2026-01-01T12:00:00Z"}',
      '{"fault":"hot-key","parameters":{"colour":"red"},"since":"2026-01-01T12:00:00Z"}',
    ]) {
      assert.throws(() => decodeActiveFault(value), value);
    }
  });
});
