import { closeSync, openSync, readFileSync, writeSync } from 'node:fs';
import type { Item } from '../clients/order.ts';

/** A request for an order, and its response. */
export interface OrderRequest {
  kind: 'order-request';
  /** The time when it was sent, in milliseconds since 1970. */
  at: number;
  /** The time until the response arrived, in milliseconds. */
  ms: number;
  userId: string;
  key: string;
  items: readonly Item[];
  /** True for the first request with this key. */
  first: boolean;
  /** Null if there was no response: the shop may have accepted the order or not. */
  status: number | null;
  /** The order id of a 202. */
  orderId?: string;
}

/** A request to cancel an order, and its response. */
export interface CancellationRequest {
  kind: 'cancellation-request';
  at: number;
  orderId: string;
  status: number | null;
}

/** A batch of poison that the broker refused. */
export interface RefusedPoison {
  kind: 'refused-poison';
  name: string;
}

/** An order whose reservation fails until the fault is healed. */
export interface JammedOrder {
  kind: 'jammed-order';
  orderId: string;
}

/** An entry of the journal. */
export type Entry = OrderRequest | CancellationRequest | RefusedPoison | JammedOrder;

/** The history of a run, as seen from outside the pipeline: every request with its response, one line each. */
export class Journal {
  readonly #file: string;
  readonly #handle: number;

  constructor(file: string) {
    this.#file = file;
    this.#handle = openSync(file, 'w');
  }

  /** Writes an entry to the file immediately. */
  write(entry: Entry): void {
    writeSync(this.#handle, `${JSON.stringify(entry)}\n`);
  }

  /** Reads all entries from the file. */
  read(): Entry[] {
    const lines = readFileSync(this.#file, 'utf8').split('\n').slice(0, -1);
    return lines.map((line) => JSON.parse(line) as Entry);
  }

  close(): void {
    closeSync(this.#handle);
  }
}
