import type { LedgerLine, State } from './state.ts';
import type { Violation } from './violation.ts';

export function oneLineEach({ ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId, productId, reason }) => `${orderId} ${productId} ${reason}`);
  return [...lines.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      invariant: 'one ledger row per order, product and reason',
      found: `${same.length} of ${same[0]?.productId}, ${same[0]?.reason}`,
      orderId: same[0]?.orderId ?? '',
    }));
}

export function stockIsExplained({ products, ledger }: State): Violation[] {
  const changed = Map.groupBy(ledger, ({ productId }) => productId);
  return products.flatMap(({ id, initial, available }) => {
    const explained = initial + sum(changed.get(id) ?? []);
    if (explained === available && available >= 0) return [];
    return [
      {
        invariant: 'initial + ledger = available >= 0',
        found: `${id}: ${explained} explained, ${available} available`,
      },
    ];
  });
}

/** What is decided about an order's stock is what its ledger says, for both are written together. */
export function reservationsAreCovered({ reservations, ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId }) => orderId);
  const invariant = 'a reservation is what the ledger says';
  return [...new Set([...reservations.keys(), ...lines.keys()])].flatMap((orderId) => {
    const own = lines.get(orderId) ?? [];
    const reserved = own.filter(({ reason }) => reason === 'reserved');
    const status = reservations.get(orderId) ?? 'none';
    const covered =
      status === 'reserved'
        ? reserved.length > 0 && reserved.length === own.length
        : status === 'released'
          ? own.length === 2 * reserved.length && sum(own) === 0
          : status === 'rejected' && own.length === 0;
    return covered ? [] : [{ invariant, found: `${status}, and ${JSON.stringify(own)}`, orderId }];
  });
}

/** In the end a confirmed order holds what it has, and a rejected or cancelled one nothing. */
export function settledHoldTheirs({ orders, ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId }) => orderId);
  return [...orders.values()].flatMap(({ id, status, items }) => {
    if (status === 'pending') return [];
    const held = Map.groupBy(lines.get(id) ?? [], ({ productId }) => productId);
    const wanted = new Map(status === 'confirmed' ? items.map(({ productId, quantity }) => [productId, quantity]) : []);
    const wrong = [...new Set([...held.keys(), ...wanted.keys()])].filter(
      (productId) => -sum(held.get(productId) ?? []) !== (wanted.get(productId) ?? 0),
    );
    return wrong.map((productId) => ({
      invariant: status === 'confirmed' ? 'a confirmed order holds its items' : `a ${status} order holds no stock`,
      found: `${-sum(held.get(productId) ?? [])} of ${productId}`,
      orderId: id,
    }));
  });
}

const sum = (lines: readonly LedgerLine[]): number => lines.reduce((total, { change }) => total + change, 0);
