import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { recordKey } from './record-key.ts';

const own = { type: 'order.placed', source: '/orderflow/frontend' } as const;

describe('the key of a record', () => {
  it('is the id of an event from the process that emits its type, as in records of earlier versions', () => {
    const id = randomUUID();
    assert.equal(recordKey({ ...own, id }), id);
    assert.equal(recordKey({ type: 'stock.reserved', source: '/orderflow/product-worker', id }), id);
  });

  it('differs for every other source or id, and fits its column', () => {
    const text = fc.oneof(fc.string({ maxLength: 255 }), fc.constantFrom('/orderflow/frontend', randomUUID()));
    fc.assert(
      fc.property(text, text, text, text, (source, id, otherSource, otherId) => {
        const [key, other] = [
          recordKey({ ...own, source, id }),
          recordKey({ ...own, source: otherSource, id: otherId }),
        ];
        assert.equal(key === other, source === otherSource && id === otherId);
        assert.ok(key.length <= 255);
      }),
    );
  });
});
