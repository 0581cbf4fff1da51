import assert from 'node:assert/strict';
import { it } from 'node:test';
import fc from 'fast-check';
import { fingerprint } from './fingerprint.ts';

const data = fc.record({
  orderId: fc.uuid(),
  items: fc.uniqueArray(fc.record({ productId: fc.string(), quantity: fc.nat() }), { minLength: 1 }),
});

it('a fingerprint depends neither on the sequence of keys nor on that of list elements', () => {
  fc.assert(
    fc.property(data, ({ orderId, items }) => {
      const reversed = items.toReversed().map(({ productId, quantity }) => ({ quantity, productId }));
      assert.equal(fingerprint({ items: reversed, orderId }), fingerprint({ orderId, items }));
    }),
  );
});

it('different data has a different fingerprint', () => {
  const items = [{ productId: 'laptop-pro', quantity: 1 }];
  const all = [
    { items },
    { items: [{ productId: 'laptop-pro', quantity: 2 }] },
    { items: [...items, ...items] },
    { items: [{ productId: 'laptop-pro', quantity: '1' }] },
    { items: [{ productId: 'laptop-pro","quantity":1', quantity: 1 }] },
    { items: [{ productId: 'laptop-pro' }, { quantity: 1 }] },
    { items: null },
    { items: {} },
  ];
  assert.equal(new Set(all.map(fingerprint)).size, all.length);
});
