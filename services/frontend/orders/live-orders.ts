import { LRUCache } from 'lru-cache';
import { sameItems } from '#events/same-items.ts';
import { logger } from '#telemetry/logger.ts';
import { mergeOrders, type Order } from './order.ts';
import { type OrderEvent, orderFromEvent } from './order-from-event.ts';

type Listener = (order: Order) => void;

interface KnownOrder {
  order: Order;
  /** False for an order that is known only from later events, which may be made up. */
  isPlaced: boolean;
}

const keptMs = 15 * 60 * 1_000;

/**
 * The latest orders, built from their events. An order is known here as soon as it is accepted, before the order worker
 * has stored it. Events may arrive twice and in any sequence; a status only moves forward. An order is shown only after its
 * `order.placed` was seen, or together with its stored state: later events alone do not prove that it exists.
 */
export class LiveOrders {
  readonly #orders: LRUCache<string, KnownOrder>;
  readonly #listeners = new Map<string, Set<Listener>>();

  /** @param maxBytes the memory limit; beyond it, the least recently used orders are forgotten */
  constructor(maxBytes = 40_000_000) {
    this.#orders = new LRUCache({ maxSize: maxBytes, sizeCalculation: estimateBytes, ttl: keptMs });
  }

  /** Returns an order whose `order.placed` was seen. */
  get(orderId: string): Order | undefined {
    const known = this.#orders.get(orderId);
    return known?.isPlaced ? known.order : undefined;
  }

  /**
   * Merges an event into its order, calls the listeners if the status changed, and returns the order. Ignores an event
   * that contradicts the order: one of another user, or with other items. If `order.placed` contradicts earlier
   * events, those are ignored instead.
   */
  apply(event: OrderEvent): Order {
    const order = orderFromEvent(event);
    const { orderId } = order;
    const isPlacement = event.type === 'order.placed';
    const earlier = this.#orders.get(orderId);
    const contradicted = earlier !== undefined && contradicts(order, earlier.order);
    if (contradicted) {
      logger.warn('contradicting event ignored', { type: event.type });
      if (earlier.isPlaced || !isPlacement) return earlier.order;
    }
    const known = contradicted ? undefined : earlier;
    const latest = known === undefined ? order : mergeOrders(known.order, order);
    this.#orders.set(orderId, { order: latest, isPlaced: isPlacement || known?.isPlaced === true });
    if (latest.status !== known?.order.status) {
      for (const listener of this.#listeners.get(orderId) ?? []) listener(latest);
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

  /** Returns a stored order, updated with what its events say unless they contradict it. */
  latest(stored: Order): Order {
    const live = this.#orders.get(stored.orderId)?.order;
    return live === undefined || contradicts(live, stored) ? stored : mergeOrders(stored, live);
  }
}

/** Returns the approximate memory size of an order, as measured. */
const estimateBytes = ({ order: { items } }: KnownOrder): number => 1_600 + 210 * items.length;

function contradicts(order: Order, known: Order): boolean {
  if (order.userId !== known.userId) return true;
  return order.items.length > 0 && known.items.length > 0 && !sameItems(order.items, known.items);
}
