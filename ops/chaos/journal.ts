import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';

export interface Item {
  productId: string;
  quantity: number;
}

/** A request for an order, and what was answered. */
export interface Placing {
  kind: 'placing';
  /** When it was sent, in milliseconds since 1970, and how long its answer took. */
  at: number;
  ms: number;
  userId: string;
  key: string;
  items: readonly Item[];
  /** Whether it is the first request with this key. */
  first: boolean;
  /** Null when there was no answer: the order may have been accepted or not. */
  status: number | null;
  /** What a 202 said. */
  orderId?: string;
}

/** A request for the cancellation of an order, and what was answered. */
export interface Cancelling {
  kind: 'cancelling';
  at: number;
  orderId: string;
  status: number | null;
}

/** A message that no worker can process, sent on purpose. */
export interface Poisoning {
  kind: 'poisoning';
  id: string;
  variety: string;
  topic: string;
  /** Who cannot process it. */
  groups: readonly string[];
}

/** An order that the database refuses until the fault is healed. */
export interface Jamming {
  kind: 'jamming';
  orderId: string;
}

export type Entry = Placing | Cancelling | Poisoning | Jamming;

/** What was done to the pipeline from outside and what it answered: a line for each, written at once. */
export class Journal {
  readonly #file: string;
  readonly #handle: number;

  constructor(file: string) {
    this.#file = file;
    this.#handle = openSync(file, 'w');
  }

  write(entry: Entry): void {
    writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
  }

  /** What is on the disk. */
  read(): Entry[] {
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  close(): void {
    closeSync(this.#handle);
  }
}

/** All that the client asked for under one key. */
export interface Order {
  userId: string;
  key: string;
  /** Each of the item lists that were sent under the key. */
  wanted: readonly (readonly Item[])[];
  /** The ids that answers of 202 gave: there should be one. Empty when it was never accepted. */
  ids: readonly string[];
  /** When the first 202 came. */
  acceptedAt: number | undefined;
  placings: readonly Placing[];
}

/** The orders of a journal, each with all requests for it. */
export function ordersOf(entries: readonly Entry[]): Order[] {
  const placings = entries.filter((entry) => entry.kind === 'placing');
  return [...Map.groupBy(placings, ({ userId, key }) => `${userId} ${key}`).values()].map((own) => {
    const accepted = own.filter(({ status }) => status === 202);
    return {
      userId: own[0]?.userId ?? '',
      key: own[0]?.key ?? '',
      wanted: own.map(({ items }) => items),
      ids: [...new Set(accepted.map(({ orderId }) => orderId ?? ''))],
      acceptedAt: accepted.length === 0 ? undefined : Math.min(...accepted.map(({ at, ms }) => at + ms)),
      placings: own,
    };
  });
}
