import { setTimeout as delay } from 'node:timers/promises';
import { z } from 'zod';
import type { Customer } from '../clients/customer.ts';
import type { Answer } from '../clients/http.ts';
import type { Item } from '../clients/order.ts';
import type { Journal } from './journal.ts';

/** The outcome of a request to the shop. */
interface RequestOutcome {
  /** Null if there was no valid response. */
  status: number | null;
  orderId?: string;
  retryAfterMs?: number;
}

/** A customer whose requests are written to the journal, and who repeats a request until its response is final. */
export class Shopper {
  readonly #customer: Customer;
  readonly #journal: Journal;
  readonly #hasGivenUp: () => boolean;

  /** @param hasGivenUp returns true when requests without a final response are no longer repeated */
  constructor(customer: Customer, journal: Journal, hasGivenUp: () => boolean) {
    this.#customer = customer;
    this.#journal = journal;
    this.#hasGivenUp = hasGivenUp;
  }

  get userId(): string {
    return this.#customer.id;
  }

  orderIdFor(key: string): string {
    return this.#customer.orderIdFor(key);
  }

  /** Sends an order until its response is final. Returns the id of an accepted order, undefined for a refused one. */
  async order(key: string, items: readonly Item[]): Promise<string | undefined> {
    for (let first = true; ; first = false) {
      const { status, orderId, retryAfterMs } = await this.sendOrder(key, items, first);
      if (status === 202) return orderId;
      if (status !== null && status < 500 && status !== 429) return undefined;
      if (this.#hasGivenUp()) return undefined;
      await delay(retryAfterMs ?? 500);
    }
  }

  /** Sends an order once. */
  async sendOrder(key: string, items: readonly Item[], first: boolean): Promise<RequestOutcome> {
    const at = Date.now();
    const begin = performance.now();
    const outcome = await outcomeOf(this.#customer.requestOrder(items, key));
    const { status, orderId } = outcome;
    this.#journal.write({
      kind: 'order-request',
      at,
      ms: Math.round(performance.now() - begin),
      userId: this.#customer.id,
      key,
      items,
      first,
      status,
      ...(orderId !== undefined && { orderId }),
    });
    return outcome;
  }

  /** Sends a cancellation until its response is final. */
  async cancel(orderId: string): Promise<void> {
    for (let tries = 0; ; tries++) {
      const at = Date.now();
      const { status, retryAfterMs } = await outcomeOf(this.#customer.requestCancellation(orderId));
      this.#journal.write({ kind: 'cancellation-request', at, orderId, status });
      // A frontend that has just started may respond with 404 because it has not read the order's events yet.
      const retry = status === null || status >= 500 || status === 429 || (status === 404 && tries < 5);
      if (!retry || this.#hasGivenUp()) return;
      await delay(retryAfterMs ?? 500);
    }
  }
}

async function outcomeOf(answer: Promise<Answer>): Promise<RequestOutcome> {
  try {
    const { status, text, headers } = await answer;
    const { orderId } = z.object({ orderId: z.string().optional() }).parse(JSON.parse(text));
    const retryAfter = headers.get('retry-after');
    return {
      status,
      ...(orderId !== undefined && { orderId }),
      ...(retryAfter !== null && { retryAfterMs: Number(retryAfter) * 1_000 }),
    };
  } catch {
    // The connection was refused, reset or timed out: the journal records that there was no response.
    return { status: null };
  }
}
