import type { Component } from '../stack/components/component.ts';
import type { StackPaths } from '../stack/paths.ts';
import type { Secrets } from '../stack/secrets.ts';

/** One implementation of the same work, measured beside the others. */
export interface Variant {
  title: string;
  /** Environment variables of all its processes. */
  env: Readonly<Record<string, string>>;
  /** Returns the processes that run beside Kafka and MariaDB. */
  components(paths: StackPaths, secrets: Secrets): readonly Component[];
  /** The names of the consumers, which may have several replicas. */
  workers: readonly string[];
  /** Fills the stock for any number of orders. Returns the products and a customer's token. */
  prepare(paths: StackPaths, secrets: Secrets): Promise<{ products: string[]; token: string }>;
  /** Returns the message that the variant's frontend publishes for a placed order. */
  placed(orderId: string, productId: string): { value: string; headers: Record<string, string> };
}

/** A stock that is larger than any benchmark needs. */
export const unlimitedStock = 1_000_000_000;
