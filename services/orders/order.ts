import type { EventData } from '#events/catalog.ts';

export type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

/** The reason of an order that was rejected because its stock was not decided in time. */
export const expired = 'expired';

/** An order as the order worker knows it. Its events may arrive in any order, so parts of it may be unknown. */
export interface Order {
  id: string;
  status: Status;
  /** Null until `order.placed` arrives. */
  placed: Placement | null;
  /** The users who requested the cancellation. Only the request of the customer who placed the order counts. */
  cancellationRequests: readonly string[];
  stock: StockResult;
  /** True if the order was rejected because its stock was not decided in time. */
  isExpired: boolean;
  /** The time of the latest change that is stored; null for an order that was not stored yet. */
  changedAt: Date | null;
  /** The steps of the history that are not written yet. */
  history: readonly { status: Status; at: Date }[];
}

/** The order as the customer placed it. */
export interface Placement {
  userId: string;
  at: Date;
  traceId: string | null;
  items: EventData<'order.placed'>['items'];
}

/** The names, quantities and prices of the items, and their total. */
export type Price = Pick<EventData<'stock.reserved'>, 'items' | 'totalCents'>;

/** The product worker's decision about the stock of an order. */
export type StockResult =
  | { status: 'unknown' }
  | { status: 'reserved'; price: Price }
  | ({ status: 'rejected' } & Pick<EventData<'stock.rejected'>, 'reason' | 'shortages'>)
  /** The price is null if `stock.released` arrived before `stock.reserved`. */
  | { status: 'released'; price: Price | null };

/** Returns an order of which no event has arrived. */
export function unknownOrder(id: string): Order {
  return {
    id,
    status: 'pending',
    placed: null,
    cancellationRequests: [],
    stock: { status: 'unknown' },
    isExpired: false,
    changedAt: null,
    history: [],
  };
}
