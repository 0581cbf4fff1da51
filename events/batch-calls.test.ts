import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import { batchCalls } from './batch-calls.ts';

/** Creates a batched function whose calls end when the test ends them. */
function controlledCalls({ limit = 10, intervalMs = 0 } = {}) {
  const calls: { items: readonly number[]; end: (outcome?: Error) => Promise<void> }[] = [];
  const add = batchCalls<number, number>(
    (items) => {
      const { promise, resolve, reject } = Promise.withResolvers<number[]>();
      const end = (outcome?: Error) => {
        if (outcome === undefined) resolve(items.map((item) => item * 2));
        else reject(outcome);
        return turn();
      };
      calls.push({ items, end });
      return promise;
    },
    { size: (item) => item, limit, intervalMs },
  );
  return { add, calls };
}

describe('batchCalls', () => {
  it('makes the first call immediately, and batches items that arrive during a call', async () => {
    const { add, calls } = controlledCalls();
    const results = [1, 2, 3].map(add);
    assert.deepEqual(calls[0]?.items, [1]);
    await calls[0]?.end();
    assert.deepEqual(calls[1]?.items, [2, 3]);
    await calls[1]?.end();
    assert.deepEqual(await Promise.all(results), [2, 4, 6]);
    assert.equal(calls.length, 2);
  });

  it('begins calls no faster than the interval, but makes the first call immediately', async (t) => {
    t.mock.timers.enable({ apis: ['setTimeout'] });
    const { add, calls } = controlledCalls({ intervalMs: 20 });
    const results = [1, 2].map(add);
    await calls[0]?.end();
    assert.equal(await results[0], 2, 'a result does not wait for the interval');
    results.push(add(3));
    assert.equal(calls.length, 1);
    t.mock.timers.tick(20);
    await turn();
    assert.deepEqual(calls[1]?.items, [2, 3]);
    await calls[1]?.end();
    t.mock.timers.tick(20);
    await turn();
    results.push(add(4));
    assert.deepEqual(calls[2]?.items, [4]);
    await calls[2]?.end();
    assert.deepEqual(await Promise.all(results), [2, 4, 6, 8]);
  });

  it('keeps batches within the limit, and calls separately for a larger item', async () => {
    const { add, calls } = controlledCalls({ limit: 5 });
    const results = [1, 3, 2, 9, 1].map(add);
    for (let n = 0; n < 4; n++) await calls[n]?.end();
    assert.deepEqual(
      calls.map(({ items }) => items),
      [[1], [3, 2], [9], [1]],
    );
    assert.deepEqual(await Promise.all(results), [2, 6, 4, 18, 2]);
  });

  it('rejects all items of a failed call, and continues with the next batch', async () => {
    const { add, calls } = controlledCalls();
    const results = Promise.allSettled([1, 2, 3].map(add));
    await calls[0]?.end();
    await calls[1]?.end(new Error('the call failed'));
    assert.deepEqual(
      (await results).map(({ status }) => status),
      ['fulfilled', 'rejected', 'rejected'],
    );
    const later = add(4);
    await calls[2]?.end();
    assert.equal(await later, 8);
  });

  it('preserves the order and returns each result for its item, however the calls interleave', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 60 }),
        fc.scheduler(),
        async (items, s) => {
          const seen: number[] = [];
          const add = batchCalls<number, number>(
            async (some) => {
              seen.push(...some);
              await s.schedule(Promise.resolve());
              return some.map((one) => one + 1);
            },
            { size: (item) => item, limit: 12 },
          );
          const results = await s.waitFor(Promise.all(items.map(add)));
          assert.deepEqual(seen, items);
          assert.deepEqual(
            results,
            items.map((item) => item + 1),
          );
        },
      ),
    );
  });
});
