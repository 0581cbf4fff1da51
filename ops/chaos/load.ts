import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { v5 as uuidv5 } from 'uuid';
import { z } from 'zod';
import type { Item, Journal } from './journal.ts';
import type { Random } from './random.ts';

export interface LoadOptions {
  /** The address of the frontend. */
  shop: string;
  /** Orders a second, whatever the answers. */
  rate: number;
  products: readonly string[];
  journal: Journal;
  random: Random;
}

interface Customer {
  id: string;
  token: string;
}

interface Answer {
  /** Null for a request without an answer. */
  status: number | null;
  orderId?: string;
  retryAfterMs?: number;
}

const customers = 5;
const answerWithinMs = 10_000;

/** Customers who order, order again under the same key, change their mind, and do not give up until they have an answer. */
export class Client {
  readonly #options: LoadOptions;
  readonly #customers: readonly Customer[];
  readonly #underWay = new Set<Promise<void>>();
  #stopped = false;
  #givenUp = false;

  private constructor(options: LoadOptions, customers: readonly Customer[]) {
    this.#options = options;
    this.#customers = customers;
  }

  /** Makes the customers' accounts. */
  static async create(options: LoadOptions): Promise<Client> {
    const made: Customer[] = [];
    while (made.length < customers) made.push(await signUp(options.shop));
    return new Client(options, made);
  }

  /** Orders at the rate of the options (an open model) until it is stopped. */
  async run(): Promise<void> {
    const { rate } = this.#options;
    const begin = performance.now();
    for (let n = 0; !this.#stopped; n++) {
      await delay(Math.max(0, begin + (n * 1_000) / rate - performance.now()));
      this.#begin(this.#visit());
    }
  }

  /** Begins no more orders, and waits until those that were begun have an answer, at most for the given time. */
  async stop(patienceMs: number): Promise<void> {
    this.#stopped = true;
    const settled = Promise.all(this.#underWay);
    const timer = setTimeout(() => {
      this.#givenUp = true;
    }, patienceMs);
    await settled;
    clearTimeout(timer);
  }

  /** An order like any other, whose id is known before. */
  place(items: readonly Item[], before: (orderId: string) => Promise<void>): Promise<void> {
    const customer = this.#options.random.pick(this.#customers);
    const key = randomUUID();
    return before(uuidv5(key, customer.id)).then(() => this.#begin(this.#order(customer, key, items).then(() => {})));
  }

  #begin(work: Promise<void>): void {
    this.#underWay.add(work);
    void work.finally(() => this.#underWay.delete(work));
  }

  async #visit(): Promise<void> {
    const random = this.#options.random.branch();
    const customer = random.pick(this.#customers);
    const key = randomUUID();
    const items = this.#items(random);
    const twice = random.chance(0.05);
    const [orderId] = await Promise.all([
      this.#order(customer, key, items),
      twice ? this.#send(customer, key, items, false) : undefined,
    ]);
    if (orderId === undefined) return;
    const regrets = random.chance(0.15) ? this.#regret(customer, orderId, random) : undefined;
    const repeats = random.chance(0.1) ? this.#repeat(customer, key, items, random) : undefined;
    await Promise.all([regrets, repeats]);
  }

  #items(random: Random): Item[] {
    const products = random.shuffled(this.#options.products).slice(0, random.integer(1, 3));
    return products.map((productId) => ({ productId, quantity: random.integer(1, 3) }));
  }

  /** Sends an order until there is an answer that means something; undefined when it was refused for good. */
  async #order(customer: Customer, key: string, items: readonly Item[]): Promise<string | undefined> {
    for (let first = true; ; first = false) {
      const { status, orderId, retryAfterMs } = await this.#send(customer, key, items, first);
      if (status === 202) return orderId;
      if (status !== null && status < 500 && status !== 429) return undefined;
      if (this.#givenUp) return undefined;
      await delay(retryAfterMs ?? 500);
    }
  }

  async #send(customer: Customer, key: string, items: readonly Item[], first: boolean): Promise<Answer> {
    const at = Date.now();
    const begin = performance.now();
    const answer = await this.#request(customer, '/api/orders', { 'idempotency-key': key }, { items });
    const { status, orderId } = answer;
    this.#options.journal.write({
      kind: 'placing',
      at,
      ms: Math.round(performance.now() - begin),
      userId: customer.id,
      key,
      items,
      first,
      status,
      ...(orderId !== undefined && { orderId }),
    });
    return answer;
  }

  /** The same order again, later; sometimes the customer has forgotten what was in it. */
  async #repeat(customer: Customer, key: string, items: readonly Item[], random: Random): Promise<void> {
    await delay(random.integer(100, 5_000));
    const sent = random.chance(0.3) ? this.#items(random) : items;
    await this.#send(customer, key, sent, false);
  }

  async #regret(customer: Customer, orderId: string, random: Random): Promise<void> {
    await delay(random.pick([0, 0, 100, 1_000]));
    for (let tries = 0; ; tries++) {
      const at = Date.now();
      const { status, retryAfterMs } = await this.#request(customer, `/api/orders/${orderId}/cancellation`, {});
      this.#options.journal.write({ kind: 'cancelling', at, orderId, status });
      // A frontend that has just started may not have heard of the order yet.
      const unclear = status === null || status >= 500 || status === 429 || (status === 404 && tries < 5);
      if (!unclear || this.#givenUp) return;
      await delay(retryAfterMs ?? 500);
    }
  }

  async #request({ token }: Customer, path: string, headers: Record<string, string>, body?: object): Promise<Answer> {
    try {
      const response = await fetch(new URL(path, this.#options.shop), {
        method: 'POST',
        headers: {
          authorization: `Bearer ${token}`,
          ...(body !== undefined && { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(answerWithinMs),
      });
      const { orderId } = z.object({ orderId: z.string().optional() }).parse(await response.json());
      const retryAfter = response.headers.get('retry-after');
      return {
        status: response.status,
        ...(orderId !== undefined && { orderId }),
        ...(retryAfter !== null && { retryAfterMs: Number(retryAfter) * 1_000 }),
      };
    } catch {
      // Refused, cut off or too late: that there was no answer is what the journal notes.
      return { status: null };
    }
  }
}

async function signUp(shop: string): Promise<Customer> {
  const password = randomUUID();
  const post = async (path: string, username: string) => {
    const response = await fetch(new URL(path, shop), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ username, password }),
    });
    if (response.status !== 201) throw new Error(`${path} is answered ${response.status}: ${await response.text()}`);
    return response.json();
  };
  // On a busy machine hashing a password may take longer than the frontend waits.
  const patiently = async (attempt: () => Promise<unknown>) => {
    for (let tries = 1; ; tries++) {
      try {
        return await attempt();
      } catch (error) {
        if (tries === 30) throw error;
        await delay(1_000);
      }
    }
  };
  let username = '';
  await patiently(() => {
    username = `chaos-${randomUUID()}`;
    return post('/api/users', username);
  });
  const session = z.object({ token: z.string(), user: z.object({ id: z.uuid() }) });
  const { token, user } = session.parse(await patiently(() => post('/api/sessions', username)));
  return { id: user.id, token };
}
