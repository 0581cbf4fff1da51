import { LRUCache } from 'lru-cache';
import { AttemptLimit } from './attempt-limit.ts';
import type { HashClient } from './hash-queue.ts';

export interface LoginLimitsOptions {
  /** The number of failed logins that one username and address may make within the window. */
  failures: number;
  windowSeconds: number;
  /** The number of failed logins that one address may make in a minute, for all usernames that are new to it. */
  failuresPerAddress: number;
  /** The number of failed logins for one username within the window, from all addresses that are new to it. */
  failuresPerUser: number;
}

/** The user who logs in, and the address of the client. */
export interface LoginSource {
  username: string;
  address: string;
}

const rememberedMs = 30 * 24 * 3_600 * 1_000;
const maxRemembered = 100_000;

/**
 * The limits of failed logins. An address from which a user has logged in before is known for this user: only its own
 * failures count there, so guesses of others never lock a user out of a known address. Each instance counts separately.
 */
export class LoginLimits {
  readonly #known = new LRUCache<string, true>({ max: maxRemembered, ttl: rememberedMs });
  readonly #pairs: AttemptLimit;
  readonly #addresses: AttemptLimit;
  readonly #users: AttemptLimit;

  constructor({ failures, windowSeconds, failuresPerAddress, failuresPerUser }: LoginLimitsOptions) {
    this.#pairs = new AttemptLimit({ attempts: failures, windowSeconds });
    this.#addresses = new AttemptLimit({ attempts: failuresPerAddress, windowSeconds: 60 });
    this.#users = new AttemptLimit({ attempts: failuresPerUser, windowSeconds });
  }

  /** Returns the client as the queue of hashes knows it: all users who are new to an address are one client. */
  clientOf(source: LoginSource): HashClient {
    const known = this.#known.has(pairOf(source));
    return { known, name: known ? pairOf(source) : source.address };
  }

  /** Remembers that a user has proved to be at an address. */
  addSuccess(source: LoginSource): void {
    this.#known.set(pairOf(source), true);
  }

  async addFailure(source: LoginSource): Promise<void> {
    await Promise.all(this.#limitsOf(source).map(([limit, key]) => limit.add(key)));
  }

  /** Returns the seconds until the next login is allowed, or undefined if it is allowed now. */
  async secondsToWait(source: LoginSource): Promise<number | undefined> {
    const waits = await Promise.all(this.#limitsOf(source).map(([limit, key]) => limit.secondsToWait(key)));
    const longest = Math.max(...waits.map((seconds = 0) => seconds));
    return longest > 0 ? longest : undefined;
  }

  #limitsOf(source: LoginSource): [AttemptLimit, string][] {
    const pair: [AttemptLimit, string] = [this.#pairs, pairOf(source)];
    if (this.#known.has(pairOf(source))) return [pair];
    return [pair, [this.#addresses, source.address], [this.#users, source.username]];
  }
}

const pairOf = ({ username, address }: LoginSource): string => `${username} ${address}`;
