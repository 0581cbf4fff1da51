/** The orders of a run, as its customers counted them. */
export interface OrderCounts {
  /** Orders that were sent; an order that was sent several times counts once. */
  sent: number;
  /** Orders that were accepted (202). */
  accepted: number;
  /** Orders that were definitely refused (4xx). */
  refused: number;
}

export type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

/** An order as the server lists it. */
export interface FoundOrder {
  orderId: string;
  status: Status;
}

/** The number of discrepancies between the customers' counts and the server's lists. */
export interface Verdict {
  /** Accepted orders that the server does not have. */
  missing: number;
  /** Orders on the server that no customer placed, or that are listed twice. */
  unexpected: number;
  /** Orders on the server that are still pending. */
  unsettled: number;
}

/**
 * Checks that the server has every accepted order exactly once, and settled. An order without a clear response (a timeout, a
 * 503, the end of the run) may or may not exist.
 */
export function reconcile({ sent, accepted, refused }: OrderCounts, found: readonly FoundOrder[]): Verdict {
  const distinct = new Set(found.map(({ orderId }) => orderId)).size;
  const unclear = sent - accepted - refused;
  return {
    missing: Math.max(0, accepted - distinct),
    unexpected: Math.max(0, distinct - accepted - unclear) + found.length - distinct,
    unsettled: found.filter(({ status }) => status === 'pending').length,
  };
}

/** Returns true if there is no discrepancy. */
export const isClean = ({ missing, unexpected, unsettled }: Verdict): boolean =>
  missing === 0 && unexpected === 0 && unsettled === 0;
