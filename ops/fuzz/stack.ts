import type { Account } from '../clients/shop.ts';
import type { StackPaths } from '../stack/paths.ts';

/** The stack under test: its ports, its data with the credentials of Kafka, and the file that lists its processes. */
export type FuzzedStack = Pick<StackPaths, 'ports' | 'data' | 'state'>;

/** The options of a run. */
export interface FuzzOptions {
  stack: FuzzedStack;
  /** The number of requests or records to send. */
  count: number;
  /** The seed of the generated input: the same seed generates the same input. */
  seed: number;
  /** The time after which the run ends early, in minutes. It may still succeed. */
  minutes: number;
  /** The accounts that send requests, besides a new customer. */
  accounts?: readonly Account[];
  /** The number of the only batch to send. Shows whether this batch alone breaks anything. */
  only?: number;
  say(line: string): void;
}
