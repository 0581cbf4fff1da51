import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, it } from 'node:test';
import { measurePeriodically } from './measure-periodically.ts';

/** Creates a measurement whose results the test provides. */
function createManualMeasurement() {
  const events = new EventEmitter();
  const measure = () => {
    const result = Promise.withResolvers<number>();
    events.emit('started', result);
    return result.promise;
  };
  const next = async () => (await once(events, 'started')) as [PromiseWithResolvers<number>];
  return { measure, next };
}

describe('a periodic measurement', () => {
  it('returns the last result, and none after a failure', async () => {
    const { measure, next } = createManualMeasurement();
    const first = next();
    const measurement = measurePeriodically({ name: 'a number', intervalMs: 0, measure });
    assert.equal(measurement.latest(), undefined);
    await assert.rejects(measurement.check(), /a number was not measured yet/);

    (await first)[0].resolve(7);
    const [second] = await next();
    assert.equal(measurement.latest(), 7);
    await measurement.check();

    second.reject(new Error('unavailable'));
    const [third] = await next();
    assert.equal(measurement.latest(), undefined);
    await assert.rejects(measurement.check(), /unavailable/);

    third.resolve(8);
    await measurement.stop();
    assert.equal(measurement.latest(), 8);
  });
});
