/** What the customers of a run know. */
export interface Placed {
  /** Orders that were sent, however often each. */
  sent: number;
  /** Orders that were answered 202. */
  accepted: number;
  /** Orders that were answered with what can only be a no (4xx). */
  refused: number;
}

export type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

/** An order as the server lists it. */
export interface FoundOrder {
  orderId: string;
  status: Status;
}

export interface Verdict {
  /** Accepted, but the server does not have them. */
  missing: number;
  /** The server has them, but nobody placed them, or they are there twice. */
  unexpected: number;
  /** The server has them, and they are still pending. */
  unsettled: number;
}

/**
 * Compares what customers were promised with what the server has: every accepted order is there, once, and settled. Of
 * an order that got no clear answer (a time-out, a 503, the run's end) nobody knows: it may be there or not.
 */
export function reconcile({ sent, accepted, refused }: Placed, found: readonly FoundOrder[]): Verdict {
  const distinct = new Set(found.map(({ orderId }) => orderId)).size;
  const unclear = sent - accepted - refused;
  return {
    missing: Math.max(0, accepted - distinct),
    unexpected: Math.max(0, distinct - accepted - unclear) + found.length - distinct,
    unsettled: found.filter(({ status }) => status === 'pending').length,
  };
}

export const isClean = ({ missing, unexpected, unsettled }: Verdict): boolean =>
  missing === 0 && unexpected === 0 && unsettled === 0;
