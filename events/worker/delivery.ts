import type { Context } from '@opentelemetry/api';
import type { KafkaMessage } from 'kafkajs';
import type { Event, EventType, ReceivedEvent } from '../catalog.ts';
import type { Refusal } from './handler.ts';
import type { MessageRecord } from './record.ts';

/** A message on its way through the worker, with its event and the context of its `process` span. */
export interface Delivery<T extends EventType> {
  message: KafkaMessage;
  event: ReceivedEvent<T>;
  context: Context;
  /** The time at which the attempt to handle it began, from `performance.now()`. */
  begin: number;
}

/** A delivery before its first attempt, which starts the span. */
export type Received<T extends EventType> = Omit<Delivery<T>, 'context' | 'begin'>;

/** A delivery whose transaction is committed. */
export interface Outcome<T extends EventType> extends Delivery<T> {
  /** The events to publish. */
  emitted: readonly Event[];
  /** The claims that were refused. */
  refused: readonly Refusal[];
  /** The record of an earlier delivery that handled the same message. */
  repeated: MessageRecord | undefined;
}
