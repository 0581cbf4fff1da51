import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { eventually, StillMissing } from './eventually.ts';

describe('eventually', () => {
  it('observes until nothing is missing', async () => {
    let observations = 0;
    const observe = async () => (++observations < 3 ? { missing: 'the third observation' } : { found: observations });
    assert.equal(await eventually(10, observe, { everyMs: 1 }), 3);
  });

  it('fails with what is still missing', async () => {
    const observe = async () => ({ missing: 'the order is pending' });
    await assert.rejects(eventually(0.01, observe, { everyMs: 1 }), (error: unknown) => {
      assert.ok(error instanceof StillMissing);
      assert.equal(error.message, 'the order is pending after 0.01 s');
      return true;
    });
  });

  it('ends with its signal', async () => {
    const signal = AbortSignal.timeout(5);
    await assert.rejects(
      eventually(10, async () => ({ missing: 'all' }), { signal }),
      { name: 'AbortError' },
    );
  });
});
