import { LRUCache } from 'lru-cache';
import { sameItems } from '#events/same-items.ts';
import { logger } from '#telemetry/logger.ts';
import { mergeOrders, type Order } from './order.ts';
import { type OrderEvent, orderFromEvent } from './order-from-event.ts';

type Listener = (order: Order) => void;

const keptMs = 15 * 60 * 1_000;

/**
 * The latest orders, built from their events. An order is known here as soon as it is accepted, before the order worker
 * has stored it. Events may arrive twice and in any sequence; a status only moves forward.
 */
export class LiveOrders {
  readonly #orders: LRUCache<string, Order>;
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @param maxBytes the memory limit; beyond it, the least recently used orders are forgotten */
  constructor(maxBytes = 40_000_000) {
    this.#orders = new LRUCache({ maxSize: maxBytes, sizeCalculation: estimateBytes, ttl: keptMs });
  }

  get(orderId: string): Order | undefined {
    return this.#orders.get(orderId);
  }

  /**
   * Merges an event into its order, calls the listeners if the status changed, and returns the order. Ignores an event
   * that contradicts the order: one of another user, or with other items.
   */
  apply(event: OrderEvent): Order {
    const known = this.#orders.get(event.data.orderId);
    const order = orderFromEvent(event);
    if (known !== undefined && contradicts(order, known)) {
      logger.warn('contradicting event ignored', { type: event.type });
      return known;
    }
    const latest = known === undefined ? order : mergeOrders(known, order);
    this.#orders.set(latest.orderId, latest);
    if (latest.status !== known?.status) {
      for (const listener of this.#listeners.get(latest.orderId) ?? []) listener(latest);
    }
    return latest;
  }

  /** Calls the listener at each status change of the order. Returns a function that unsubscribes it. */
  subscribe(orderId: string, listener: Listener): () => void {
    const listeners = this.#listeners.get(orderId) ?? new Set();
    this.#listeners.set(orderId, listeners.add(listener));
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0) this.#listeners.delete(orderId);
    };
  }

  /** Returns a stored order, updated with what its events say. */
  latest(stored: Order): Order {
    const live = this.get(stored.orderId);
    return live === undefined ? stored : mergeOrders(stored, live);
  }
}

/** Returns the approximate memory size of an order, as measured. */
const estimateBytes = ({ items }: Order): number => 1_600 + 210 * items.length;

function contradicts(order: Order, known: Order): boolean {
  if (order.userId !== known.userId) return true;
  return order.items.length > 0 && known.items.length > 0 && !sameItems(order.items, known.items);
}
