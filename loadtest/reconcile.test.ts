import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type FoundOrder, isClean, reconcile, type Status } from './reconcile.ts';

const orders = (...statuses: Status[]): FoundOrder[] =>
  statuses.map((status, n) => ({ orderId: `order-${n}`, status }));

describe('reconcile', () => {
  it('finds no discrepancy if the server has every accepted order, settled', () => {
    const verdict = reconcile({ sent: 4, accepted: 3, refused: 1 }, orders('confirmed', 'rejected', 'cancelled'));
    assert.deepEqual(verdict, { missing: 0, unexpected: 0, unsettled: 0 });
    assert.ok(isClean(verdict));
  });

  it('counts an accepted order that the server does not have as missing', () => {
    const verdict = reconcile({ sent: 3, accepted: 3, refused: 0 }, orders('confirmed', 'confirmed'));
    assert.deepEqual(verdict, { missing: 1, unexpected: 0, unsettled: 0 });
    assert.ok(!isClean(verdict));
  });

  it('counts an order that is listed twice once, and reports the duplicate', () => {
    const [one] = orders('confirmed');
    assert.ok(one);
    const verdict = reconcile({ sent: 2, accepted: 2, refused: 0 }, [one, one]);
    assert.deepEqual(verdict, { missing: 1, unexpected: 1, unsettled: 0 });
  });

  it('counts orders that no customer placed as unexpected, even if others were refused', () => {
    const verdict = reconcile({ sent: 2, accepted: 1, refused: 1 }, orders('confirmed', 'confirmed'));
    assert.deepEqual(verdict, { missing: 0, unexpected: 1, unsettled: 0 });
    assert.ok(!isClean(verdict));
  });

  it('accepts both the presence and the absence of an order without a clear response', () => {
    for (const found of [orders('confirmed'), orders('confirmed', 'confirmed')]) {
      assert.ok(isClean(reconcile({ sent: 2, accepted: 1, refused: 0 }, found)));
    }
    const one = reconcile({ sent: 2, accepted: 1, refused: 0 }, orders('confirmed', 'confirmed', 'confirmed'));
    assert.equal(one.unexpected, 1);
  });

  it('counts pending orders as unsettled', () => {
    const verdict = reconcile({ sent: 2, accepted: 2, refused: 0 }, orders('pending', 'confirmed'));
    assert.deepEqual(verdict, { missing: 0, unexpected: 0, unsettled: 1 });
    assert.ok(!isClean(verdict));
  });
});
