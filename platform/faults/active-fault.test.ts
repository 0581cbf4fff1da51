import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { activate, appliesTo, decodeActiveFault, encodeActiveFault, expiryOf, faultKey } from './active-fault.ts';
import { faultDefinitions, faultNames } from './definitions.ts';

const since = new Date('2026-01-01T12:00:00Z');

describe('an active fault', () => {
  it('has a default for every parameter, and expires after 15 minutes, except a crash, which is over at once', () => {
    for (const fault of faultNames) {
      const activeFault = activate(fault, {}, since);
      const expiry = fault === 'crash' ? '2026-01-01T12:00:10.000Z' : '2026-01-01T12:15:00.000Z';
      assert.equal(expiryOf(activeFault).toISOString(), expiry, fault);
      for (const process of faultDefinitions[fault].processes)
        assert.ok(appliesTo(activeFault, process), `${fault} ${process}`);
    }
  });

  it('is decoded to what was encoded', () => {
    for (const fault of faultNames) {
      const activeFault = activate(fault, { process: faultDefinitions[fault].processes[0], seconds: 30 }, since);
      assert.deepEqual(decodeActiveFault(encodeActiveFault(activeFault)), activeFault);
    }
  });

  it('is refused with parameters that are unknown or out of bounds', () => {
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
      ['slow-order', { order: 'mine' }],
    ] as const) {
      assert.throws(() => activate(fault, parameters, since), { name: 'ZodError' }, JSON.stringify(parameters));
    }
  });

  it('has a key for each process and operation, regardless of its other parameters', () => {
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

  it('is not decoded if another version wrote it', () => {
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
