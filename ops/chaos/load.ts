import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Item } from '../clients/order.ts';
import { createCustomers } from './accounts.ts';
import type { Journal } from './journal.ts';
import type { Random } from './random.ts';
import { Shopper } from './shopper.ts';

/** The options of the load. */
export interface LoadOptions {
  /** The address of the frontend. */
  shop: string;
  /** The number of orders per second, regardless of the responses. */
  rate: number;
  products: readonly string[];
  journal: Journal;
  random: Random;
}

const customerCount = 5;

/** Customers who place orders at a constant rate, sometimes send an order twice, and sometimes cancel it. */
export class Load {
  readonly #options: LoadOptions;
  readonly #shoppers: readonly Shopper[];
  readonly #running = new Set<Promise<void>>();
  #stopped = false;
  #givenUp = false;

  private constructor(options: LoadOptions, createShoppers: (hasGivenUp: () => boolean) => Shopper[]) {
    this.#options = options;
    this.#shoppers = createShoppers(() => this.#givenUp);
  }

  /** Creates the customers' accounts. */
  static async create(options: LoadOptions): Promise<Load> {
    const customers = await createCustomers({ url: options.shop }, customerCount);
    return new Load(options, (hasGivenUp) =>
      customers.map((customer) => new Shopper(customer, options.journal, hasGivenUp)),
    );
  }

  /** Starts visits at the rate of the options (an open model) until `stop`. */
  async run(): Promise<void> {
    const { rate } = this.#options;
    const begin = performance.now();
    for (let n = 0; !this.#stopped; n++) {
      await delay(Math.max(0, begin + (n * 1_000) / rate - performance.now()));
      this.#start(this.#visit());
    }
  }

  /** Starts no more visits, and waits at most `timeoutMs` until all requests have a final response. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopped = true;
    const finished = Promise.all(this.#running);
    const timer = setTimeout(() => {
      this.#givenUp = true;
    }, timeoutMs);
    await finished;
    clearTimeout(timer);
  }

  /** Places an order after calling `before` with the id that the order will have, and with the id of its customer. */
  placeOrder(items: readonly Item[], before: (orderId: string, userId: string) => Promise<void>): Promise<void> {
    const shopper = this.#options.random.pick(this.#shoppers);
    const key = randomUUID();
    return before(shopper.orderIdFor(key), shopper.userId).then(() =>
      this.#start(shopper.order(key, items).then(() => {})),
    );
  }

  #start(work: Promise<void>): void {
    this.#running.add(work);
    void work.finally(() => this.#running.delete(work));
  }

  async #visit(): Promise<void> {
    const random = this.#options.random.branch();
    const shopper = random.pick(this.#shoppers);
    const key = randomUUID();
    const items = this.#chooseItems(random);
    const isDoubleClick = random.chance(0.05);
    const [orderId] = await Promise.all([
      shopper.order(key, items),
      isDoubleClick ? shopper.sendOrder(key, items, false) : undefined,
    ]);
    if (orderId === undefined) return;
    const cancellation = random.chance(0.15) ? cancelLater(shopper, orderId, random) : undefined;
    const repetition = random.chance(0.1) ? this.#repeatLater(shopper, key, items, random) : undefined;
    await Promise.all([cancellation, repetition]);
  }

  #chooseItems(random: Random): Item[] {
    const products = random.shuffled(this.#options.products).slice(0, random.integer(1, 3));
    return products.map((productId) => ({ productId, quantity: random.integer(1, 3) }));
  }

  /** Sends the same key again, sometimes with other items. */
  async #repeatLater(shopper: Shopper, key: string, items: readonly Item[], random: Random): Promise<void> {
    await delay(random.integer(100, 5_000));
    const sent = random.chance(0.3) ? this.#chooseItems(random) : items;
    await shopper.sendOrder(key, sent, false);
  }
}

async function cancelLater(shopper: Shopper, orderId: string, random: Random): Promise<void> {
  await delay(random.pick([0, 0, 100, 1_000]));
  await shopper.cancel(orderId);
}
