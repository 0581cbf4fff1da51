import type { LedgerRow, State } from './state.ts';
import type { Violation } from './violation.ts';

/** Checks that the ledger has at most one row per order, product and reason. */
export function ledgerRowsAreUnique({ ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId, productId, reason }) => `${orderId} ${productId} ${reason}`);
  return [...lines.values()]
    .filter((same) => same.length > 1)
    .map((same) => ({
      invariant: 'one ledger row per order, product and reason',
      found: `${same.length} of ${same[0]?.productId}, ${same[0]?.reason}`,
      orderId: same[0]?.orderId ?? '',
    }));
}

/** Checks that initial stock and ledger add up to the available stock, and that no stock is negative. */
export function stockMatchesLedger({ products, ledger }: State): Violation[] {
  const changed = Map.groupBy(ledger, ({ productId }) => productId);
  return products.flatMap(({ id, initial, available }) => {
    const expected = initial + sum(changed.get(id) ?? []);
    if (expected === available && available >= 0) return [];
    return [
      {
        invariant: 'initial + ledger = available >= 0',
        found: `${id}: ${expected} expected, ${available} available`,
      },
    ];
  });
}

/** Checks that every reservation matches its ledger rows: both are written in one transaction. */
export function reservationsMatchLedger({ reservations, ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId }) => orderId);
  const invariant = 'a reservation matches its ledger rows';
  return [...new Set([...reservations.keys(), ...lines.keys()])].flatMap((orderId) => {
    const rows = lines.get(orderId) ?? [];
    const reserved = rows.filter(({ reason }) => reason === 'reserved');
    const status = reservations.get(orderId) ?? 'none';
    const matches =
      status === 'reserved'
        ? reserved.length > 0 && reserved.length === rows.length
        : status === 'released'
          ? rows.length === 2 * reserved.length && sum(rows) === 0
          : status === 'rejected' && rows.length === 0;
    return matches ? [] : [{ invariant, found: `${status}, and ${JSON.stringify(rows)}`, orderId }];
  });
}

/** Checks that a confirmed order holds the stock of its items, and a rejected or cancelled order holds none. */
export function settledOrdersHoldTheirStock({ orders, ledger }: State): Violation[] {
  const lines = Map.groupBy(ledger, ({ orderId }) => orderId);
  return [...orders.values()].flatMap(({ id, status, items }) => {
    if (status === 'pending') return [];
    const held = Map.groupBy(lines.get(id) ?? [], ({ productId }) => productId);
    const due = new Map(status === 'confirmed' ? items.map(({ productId, quantity }) => [productId, quantity]) : []);
    const wrong = [...new Set([...held.keys(), ...due.keys()])].filter(
      (productId) => -sum(held.get(productId) ?? []) !== (due.get(productId) ?? 0),
    );
    return wrong.map((productId) => ({
      invariant: status === 'confirmed' ? 'a confirmed order holds its items' : `a ${status} order holds no stock`,
      found: `${-sum(held.get(productId) ?? [])} of ${productId}`,
      orderId: id,
    }));
  });
}

const sum = (rows: readonly LedgerRow[]): number => rows.reduce((total, { change }) => total + change, 0);
