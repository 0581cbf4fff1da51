import type { Account } from '../clients/shop.ts';
import type { StackPaths } from '../stack/paths.ts';

/** The running stack that is fuzzed: its ports, its data with the credentials of Kafka, and the file that lists its processes. */
export type FuzzedStack = Pick<StackPaths, 'ports' | 'data' | 'state'>;

/** The options of a run, which say how much is sent, and for how long. */
export interface FuzzOptions {
  stack: FuzzedStack;
  count: number;
  /** The same seed sends the same. */
  seed: number;
  /** Ends the run early, as a success. */
  minutes: number;
  /** Accounts whose requests are sent too, besides those of a new customer. */
  accounts?: readonly Account[];
  /** Sends only the batch with this number, to find out what it breaks. */
  only?: number;
  say(line: string): void;
}
