import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { OffsetSet } from './offset-set.ts';

it('a set of offsets holds those that were added and not deleted', () => {
  const step = fc.record({ offset: fc.constantFrom(0, 1, 7, 8, 4_095, 4_096, 2 ** 40, 2 ** 52), add: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const expected = new Set<number>();
      const set = new OffsetSet();
      for (const { offset, add } of steps) {
        set[add ? 'add' : 'delete'](offset);
        expected[add ? 'add' : 'delete'](offset);
        assert.equal(set.has(offset), add);
      }
      assert.equal(set.size, expected.size);
      assert.equal(set.first(), expected.size === 0 ? undefined : Math.min(...expected));
    }),
  );
});
