import type { List as PersistentList, Map as PersistentMap } from 'immutable';

/** A product with the part of its stock that can be ordered. */
export interface Product {
  id: string;
  name: { fr: string; en: string };
  priceCents: number;
  available: number;
}

/** The decision about the stock of an order. It is `released` immediately if the cancellation arrives before `order.placed`. */
export type Reservation =
  | { status: 'reserved'; items: readonly OrderedItem[] }
  | { status: 'rejected' }
  | { status: 'released' };

export interface OrderedItem {
  productId: string;
  quantity: number;
}

/** A line of the append-only ledger: `change` is negative for a reservation, positive for a release. */
export interface LedgerEntry {
  orderId: string;
  productId: string;
  reason: 'reserved' | 'released';
  change: number;
}

/**
 * The part of the stock that some orders concern, by product id and by order id. The collections are persistent because a
 * chunk makes a new version of them for each event.
 */
export interface Stock {
  products: PersistentMap<string, Product>;
  reservations: PersistentMap<string, Reservation>;
  /** The lines that are not written yet. */
  ledger: PersistentList<LedgerEntry>;
}
