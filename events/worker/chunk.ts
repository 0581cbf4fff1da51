import type { EachBatchPayload } from 'kafkajs';
import type { EventType, Topic } from '../catalog.ts';
import type { Poll } from '../trace.ts';
import type { EventConsumer } from './event-consumer.ts';

/** Consecutive messages of one partition that are handled together: everything but the messages themselves. */
export interface Chunk<T extends EventType> extends EventConsumer<T> {
  topic: Topic;
  partition: number;
  /** The poll that brought the messages. */
  poll: Poll;
  receivedAt: Date;
  control: BatchControl;
}

/** The functions of a kafkajs batch that keep this process a member of the group and report whether it still is. */
export type BatchControl = Pick<EachBatchPayload, 'heartbeat' | 'isRunning' | 'isStale'>;

/** Returns the fields by which a log record names the partition of a chunk. */
export function partitionOf<T extends EventType>({ topic, group, partition }: Chunk<T>) {
  return { topic, group, partition };
}
