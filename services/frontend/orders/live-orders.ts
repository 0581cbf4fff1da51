import { LRUCache } from 'lru-cache';
import type { ReceivedEvent } from '#events/catalog.ts';
import type { Subscribed } from '#events/subscriptions.ts';
import { merge, type Order, type Status } from './order.ts';

type OrderEvent = ReceivedEvent<Subscribed<'frontend'>>;
type Listener = (order: Order) => void;

/**
 * The latest orders, as the events tell: known here the moment they are accepted, before the order worker has stored
 * them. Events may come twice and in any order; a status only moves forward.
 */
export class LiveOrders {
  readonly #orders: LRUCache<string, Order>;
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @param maxBytes how much memory the orders may take; the least recently used are forgotten */
  constructor(maxBytes = 40_000_000) {
    this.#orders = new LRUCache({ maxSize: maxBytes, sizeCalculation: bytes, ttl: 15 * 60 * 1_000 });
  }

  get(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /** Takes in what an event tells; returns the order as it is then known. */
  apply(event: OrderEvent): Order {
    const known = this.#orders.get(event.data.orderId);
    const told = tell(event);
    const latest = known === undefined ? told : merge(known, told);
    this.#orders.set(latest.orderId, latest);
    if (latest.status !== known?.status) {
      for (const listener of this.#listeners.get(latest.orderId) ?? []) listener(latest);
    }
    return latest;
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

  /** A stored order, with what the events tell beyond it. */
  latest(stored: Order): Order {
    const live = this.get(stored.orderId);
    return live === undefined ? stored : merge(stored, live);
  }
}

/** About what an order takes in memory, as measured. */
const bytes = ({ items }: Order): number => 1_600 + 210 * items.length;

/** All that one event tells of its order. */
function tell(event: OrderEvent): Order {
  const { orderId, userId } = event.data;
  const at = event.time.toISOString();
  const placedAt = ('placedAt' in event.data ? event.data.placedAt : null) ?? at;
  const placed: Order = {
    orderId,
    userId,
    status: 'pending',
    items: [],
    totalCents: null,
    reason: null,
    history: [{ status: 'pending', at: placedAt }],
    traceId: event.traceId,
    placedAt,
  };
  const became = (status: Status) => ({ status, history: [...placed.history, { status, at }] });
  switch (event.type) {
    case 'order.placed':
      return { ...placed, items: event.data.items.map((item) => ({ ...item, name: null, unitPriceCents: null })) };
    case 'order.confirmed':
      return { ...placed, ...became('confirmed'), items: event.data.items, totalCents: event.data.totalCents };
    case 'order.rejected':
      return { ...placed, ...became('rejected'), reason: event.data.reason };
    case 'order.cancelled':
      // It belongs to the trace of the cancellation, which is not the order's.
      return { ...placed, ...became('cancelled'), traceId: null };
  }
}
