import type { Sequelize } from 'sequelize';
import type { EventType } from '../catalog.ts';
import type { Publisher } from '../publish.ts';
import type { WrittenVersions } from '../written-versions.ts';
import type { Handler } from './handler.ts';
import { SharedTransactions } from './shared-transactions.ts';
import { transact } from './transaction.ts';

/** A consumer group, the events it subscribes to, and everything that it needs to handle them. */
export interface EventConsumer<T extends EventType> {
  group: string;
  types: readonly T[];
  /** The maximum number of messages that are handled together. */
  chunkSize: number;
  database: Sequelize;
  transactions: SharedTransactions<T>;
  publisher: Pick<Publisher, 'send'>;
  /** The versions in which emitted events are written. */
  versions: WrittenVersions;
  observe: Handler<unknown, T>['observe'];
}

type Options<State, T extends EventType> = Pick<
  EventConsumer<T>,
  'group' | 'types' | 'chunkSize' | 'database' | 'publisher' | 'versions'
> & {
  handler: Handler<State, T>;
};

export function createEventConsumer<State, T extends EventType>(options: Options<State, T>): EventConsumer<T> {
  const { handler, ...consumer } = options;
  const transactions = new SharedTransactions<T>((deliveries) => transact(consumer.database, handler, deliveries));
  return { ...consumer, transactions, observe: (event, emitted) => handler.observe?.(event, emitted) };
}
