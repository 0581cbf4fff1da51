import PQueue from 'p-queue';
import { Problem } from '#platform/http/problem.ts';

export interface HashQueueOptions {
  /** Hashes that are computed at the same time. */
  concurrency: number;
  /** Requests that may wait, separately for known and unknown clients. */
  maxWaiting: number;
  /** Requests of one client that may wait. */
  maxWaitingPerClient: number;
  /** A request that has waited this long is refused. */
  maxWaitMs: number;
}

/** The client that needs a hash. */
export interface HashClient {
  /** Requests with the same name share their turns. */
  name: string;
  /** Known clients have their own places in the queue, and start ahead of unknown ones. */
  known: boolean;
}

/** The number of requests by which a known client starts ahead of an unknown one. */
const knownLead = 10;
const retryAfter = 2;

/** The response to a request that the queue refuses. */
export class TooBusy extends Problem {
  constructor() {
    super(429, 'Too many logins at the same time', { detail: `Try again in ${retryAfter} s.`, retryAfter });
  }
}

/**
 * The queue of password hashes, which occupy a processor for about 50 ms each. Clients take turns: the more requests of a
 * client are waiting, the later its next one starts. So a flood of one client delays only this client.
 */
export class HashQueue {
  readonly #options: HashQueueOptions;
  readonly #queue: PQueue;
  readonly #waiting = new Map<string, number>();

  constructor(options: HashQueueOptions) {
    this.#options = options;
    this.#queue = new PQueue({ concurrency: options.concurrency });
  }

  /**
   * Runs `work` when it is the client's turn.
   * @throws {TooBusy} if too many requests are waiting, or the request has waited too long
   */
  async run<T>({ name, known }: HashClient, work: () => Promise<T>): Promise<T> {
    const client = `${known} ${name}`;
    const everyone = `${known}`;
    const ahead = this.#count(client);
    if (ahead >= this.#options.maxWaitingPerClient || this.#count(everyone) >= this.#options.maxWaiting)
      throw new TooBusy();
    const leave = this.#enter(client, everyone);
    const waitedTooLong = new AbortController();
    const timer = setTimeout(() => waitedTooLong.abort(new TooBusy()), this.#options.maxWaitMs);
    const start = () => {
      clearTimeout(timer);
      leave();
      return work();
    };
    try {
      const priority = (known ? knownLead : 0) - ahead;
      return await this.#queue.add(start, { priority, signal: waitedTooLong.signal });
    } finally {
      leave();
    }
  }

  #count(key: string): number {
    return this.#waiting.get(key) ?? 0;
  }

  /** Counts a request as waiting. Returns a function that counts it no more. */
  #enter(...keys: string[]): () => void {
    for (const key of keys) this.#waiting.set(key, this.#count(key) + 1);
    return () => {
      for (const key of keys.splice(0)) {
        const left = this.#count(key) - 1;
        if (left > 0) this.#waiting.set(key, left);
        else this.#waiting.delete(key);
      }
    };
  }
}
