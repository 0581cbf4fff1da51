import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { describe, it } from 'node:test';
import { measurePeriodically } from './measure-periodically.ts';

/** A measurement that a test answers. */
function asked() {
  const events = new EventEmitter();
  const measure = () => {
    const answer = Promise.withResolvers<number>();
    events.emit('asked', answer);
    return answer.promise;
  };
  const next = async () => (await once(events, 'asked')) as [PromiseWithResolvers<number>];
  return { measure, next };
}

describe('a sample', () => {
  it('knows the last measurement, and nothing while measuring fails', async () => {
    const { measure, next } = asked();
    const first = next();
    const sampled = measurePeriodically({ name: 'a number', intervalMs: 0, measure });
    assert.equal(sampled.latest(), undefined);
    await assert.rejects(sampled.check(), /a number was not measured yet/);

    (await first)[0].resolve(7);
    const [second] = await next();
    assert.equal(sampled.latest(), 7);
    await sampled.check();

    second.reject(new Error('away'));
    const [third] = await next();
    assert.equal(sampled.latest(), undefined);
    await assert.rejects(sampled.check(), /away/);

    third.resolve(8);
    await sampled.stop();
    assert.equal(sampled.latest(), 8);
  });
});
