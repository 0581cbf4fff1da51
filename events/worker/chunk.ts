import type { SpanContext } from '@opentelemetry/api';
import type { EachBatchPayload } from 'kafkajs';
import type { Sequelize } from 'sequelize';
import type { EventType, Topic } from '../catalog.ts';
import type { Publisher } from '../publish.ts';
import type { Handler } from './handler.ts';
import type { Transactions } from './shared-transactions.ts';

/** A consumer group, the events it subscribes to, and everything that it needs to handle them. */
export interface EventConsumer<State, T extends EventType> {
  group: string;
  types: readonly T[];
  handler: Handler<State, T>;
  database: Sequelize;
  transactions: Transactions<State, T>;
  publisher: Pick<Publisher, 'send'>;
}

/** Consecutive messages of one partition that share a transaction: everything but the messages themselves. */
export interface Chunk<State, T extends EventType> extends EventConsumer<State, T> {
  topic: Topic;
  partition: number;
  /** The span of the poll that brought the messages. */
  poll: SpanContext | undefined;
  receivedAt: Date;
  control: BatchControl;
}

/** The part of kafkajs's batch that keeps this process a member of the group and says whether it still is one. */
export type BatchControl = Pick<EachBatchPayload, 'heartbeat' | 'isRunning' | 'isStale'>;

/** Returns the fields by which a log record names the partition of a chunk. */
export function partitionOf<State, T extends EventType>({ topic, group, partition }: Chunk<State, T>) {
  return { topic, group, partition };
}
