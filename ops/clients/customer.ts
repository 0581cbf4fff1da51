import { randomUUID } from 'node:crypto';
import { v5 as uuidv5 } from 'uuid';
import type { Answer, Request } from './http.ts';
import type { AcceptedOrder, Item, Order } from './order.ts';
import { type Account, checkAnswer, createAccount, createSession, jsonFrom, requestFrom, type Shop } from './shop.ts';

/** A customer of the shop who is signed in. */
export class Customer {
  readonly id: string;
  readonly account: Account;
  readonly #shop: Shop;
  #token: string;

  private constructor(shop: Shop, account: Account, id: string, token: string) {
    this.#shop = shop;
    this.account = account;
    this.id = id;
    this.#token = token;
  }

  /** Creates an account and signs in. */
  static async signUp(shop: Shop, account: Account): Promise<Customer> {
    await createAccount(shop, account);
    return Customer.signIn(shop, account);
  }

  /** Signs in to an existing account. */
  static async signIn(shop: Shop, account: Account): Promise<Customer> {
    const { token, user } = await createSession(shop, account);
    return new Customer(shop, account, user.id, token);
  }

  /** Signs in once more, and uses the new token from then on. */
  async signInAgain(): Promise<void> {
    this.#token = (await createSession(this.#shop, this.account)).token;
  }

  /** The bearer token. */
  get token(): string {
    return this.#token;
  }

  /** Returns the id of the order with this key: the shop derives it from the customer and the key. */
  orderIdFor(key: string): string {
    return uuidv5(key, this.id);
  }

  /** Sends the request for an order, and returns the response, regardless of its status. */
  requestOrder(items: readonly Item[], key: string = randomUUID()): Promise<Answer> {
    return this.#send('/api/orders', { method: 'POST', body: { items }, headers: { 'idempotency-key': key } });
  }

  /**
   * Places an order.
   * @throws {RequestFailed} when the shop does not accept it
   */
  async placeOrder(items: readonly Item[], key?: string): Promise<AcceptedOrder> {
    return jsonFrom(this.#shop, '/api/orders', await this.requestOrder(items, key));
  }

  /** Sends the request for a cancellation, and returns the response, regardless of its status. */
  requestCancellation(orderId: string): Promise<Answer> {
    return this.#send(`/api/orders/${orderId}/cancellation`, { method: 'POST' });
  }

  /**
   * Cancels an order.
   * @throws {RequestFailed} when the shop does not accept the cancellation
   */
  async cancelOrder(orderId: string): Promise<void> {
    const path = `/api/orders/${orderId}/cancellation`;
    checkAnswer(this.#shop, path, await this.requestCancellation(orderId));
  }

  /** Returns an order of this customer. */
  getOrder(orderId: string): Promise<Order> {
    return this.#get(`/api/orders/${orderId}`);
  }

  /** Follows the order's live events until the order settles, when the shop ends them. Returns the order. */
  async waitUntilSettled(orderId: string): Promise<Order> {
    const path = `/api/orders/${orderId}/events`;
    checkAnswer(this.#shop, path, await this.#send(path));
    return this.getOrder(orderId);
  }

  /** Returns one page of the customer's orders, the newest first. */
  listOrders(limit: number, cursor?: string): Promise<{ orders: Order[]; nextCursor: string | null }> {
    const query = new URLSearchParams({ limit: String(limit), ...(cursor !== undefined && { cursor }) });
    return this.#get(`/api/orders?${query}`);
  }

  async #get<T>(path: string): Promise<T> {
    return jsonFrom(this.#shop, path, await this.#send(path));
  }

  #send(path: string, request: Request = {}): Promise<Answer> {
    return requestFrom(this.#shop, path, {
      ...request,
      headers: { ...request.headers, authorization: `Bearer ${this.#token}` },
    });
  }
}
