import { LRUCache } from 'lru-cache';
import type { ReceivedEvent } from '#events/catalogue.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { further, type Order, progress, type Status } from './order.ts';

type OrderEvent = ReceivedEvent<Subscribed<'frontend'>>;
type Listener = (order: Order) => void;

/**
 * The latest orders, as the events tell: known here the moment they are accepted, before the order worker has stored
 * them. Events may come twice and in any order; a status only moves forward.
 */
export class LiveOrders {
  readonly #orders = new LRUCache<string, Order>({ max: 100_000, ttl: 15 * 60 * 1_000 });
  readonly #listeners = new Map<string, Set<Listener>>();

  get(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /** Takes in what an event tells. True if the order was not known before. */
  apply(event: OrderEvent): boolean {
    const { orderId } = event.data;
    const known = this.#orders.get(orderId);
    const told = tell(event, known);
    if (known !== undefined && progress[told.status] <= progress[known.status]) return false;
    this.#orders.set(orderId, told);
    for (const listener of this.#listeners.get(orderId) ?? []) listener(told);
    return known === undefined;
  }

  /** Calls the listener whenever the order gets further, until the returned function is called. */
  subscribe(orderId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(orderId) ?? new Set();
    this.#listeners.set(orderId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(orderId);
    };
  }

  /** The order, from here or from there, whichever is further along. */
  merge(stored: Order | undefined, orderId: string): Order | undefined {
    const live = this.get(orderId);
    return stored !== undefined && live !== undefined ? further(stored, live) : (stored ?? live);
  }
}

/** The order as it is after an event, given what was known of it before. */
function tell(event: OrderEvent, known: Order | undefined): Order {
  const { orderId, userId } = event.data;
  const at = event.time.toISOString();
  const base: Order = known ?? {
    orderId,
    userId,
    status: 'pending',
    items: [],
    totalCents: null,
    reason: null,
    history: [],
    traceId: event.traceId,
    placedAt: ('placedAt' in event.data ? event.data.placedAt : null) ?? at,
  };
  const step = (status: Status): Pick<Order, 'status' | 'history'> => ({
    status,
    history: [...(known?.history ?? pending(base.placedAt)), { status, at }],
  });
  switch (event.type) {
    case 'order.placed': {
      const items = event.data.items.map((item) => ({ ...item, name: null, unitPriceCents: null }));
      return { ...base, items, placedAt: at, history: pending(at) };
    }
    case 'order.confirmed':
      return { ...base, ...step('confirmed'), items: event.data.items, totalCents: event.data.totalCents };
    case 'order.rejected':
      return { ...base, ...step('rejected'), reason: event.data.reason };
    case 'order.cancelled':
      return { ...base, ...step('cancelled') };
  }
}

const pending = (at: string): Order['history'] => [{ status: 'pending', at }];
