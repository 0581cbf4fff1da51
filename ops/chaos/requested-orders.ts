import type { Item } from '../clients/order.ts';
import type { Entry, OrderRequest } from './journal.ts';

/** All requests of a customer under one idempotency key. */
export interface RequestedOrder {
  userId: string;
  key: string;
  /** The items of each request. */
  items: readonly (readonly Item[])[];
  /** The distinct ids in 202 responses. Empty if no request was accepted; more than one is a violation. */
  ids: readonly string[];
  /** The time when the first 202 arrived. */
  acceptedAt: number | undefined;
  requests: readonly OrderRequest[];
}

/** Groups the order requests of a journal by customer and key. */
export function requestedOrders(entries: readonly Entry[]): RequestedOrder[] {
  const requests = entries.filter((entry) => entry.kind === 'order-request');
  return [...Map.groupBy(requests, ({ userId, key }) => `${userId} ${key}`).values()].map((same) => {
    const accepted = same.filter(({ status }) => status === 202);
    return {
      userId: same[0]?.userId ?? '',
      key: same[0]?.key ?? '',
      items: same.map(({ items }) => items),
      ids: [...new Set(accepted.map(({ orderId }) => orderId ?? ''))],
      acceptedAt: accepted.length === 0 ? undefined : Math.min(...accepted.map(({ at, ms }) => at + ms)),
      requests: same,
    };
  });
}
