import { type Context, context, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import type { Sequelize } from 'sequelize';
import { batchCalls } from '../batch-calls.ts';
import type { Event, EventType, ReceivedEvent } from '../catalog.ts';
import { createEvent } from '../event.ts';
import type { Handler } from './handler.ts';
import { findRecords, type HandledMessage, insertRecords } from './record.ts';

/** An event and the context of its `process` span. */
export interface Delivery<T extends EventType> {
  event: ReceivedEvent<T>;
  context: Context;
}

export interface Outcome<T extends EventType> extends Delivery<T> {
  emitted: readonly Event[];
  /** The record of an earlier attempt that had already handled the message. */
  repeated: HandledMessage | undefined;
}

/** What one partition brings: events, and the span of the poll that brought them. */
interface Request<T extends EventType> {
  deliveries: readonly Delivery<T>[];
  poll: SpanContext | undefined;
}

/** Handles the events of one partition, perhaps together with those of others. Either all of them or none. */
export type Transact<T extends EventType> = (request: Request<T>) => Promise<Outcome<T>[]>;

/** How many events share a transaction at the most, unless one partition alone brings more. */
const eventsTogether = 200;

/**
 * Transactions of a worker, one after the other: what several partitions bring while one is under way shares the next.
 * If that fails, each partition gets a transaction of its own, so that none has to do with the fault of another.
 */
export function transactions<State, T extends EventType>(database: Sequelize, handler: Handler<State, T>): Transact<T> {
  const alone: Transact<T> = (request) =>
    context.with(contextOf(request), () => transact(database, handler, request.deliveries));
  const together = async (requests: readonly Request<T>[]): Promise<(Outcome<T>[] | Promise<Outcome<T>[]>)[]> => {
    const deliveries = requests.flatMap((request) => request.deliveries);
    const outcomes = await alone({ deliveries, poll: requests[0]?.poll });
    let from = 0;
    return requests.map((request) => {
      const own = outcomes.slice(from, from + request.deliveries.length);
      from += own.length;
      return own;
    });
  };
  return batchCalls<Request<T>, Outcome<T>[]>(
    (requests) =>
      together(requests).catch((error: unknown) => {
        if (requests.length === 1) throw error;
        return requests.map(alone);
      }),
    { size: ({ deliveries }) => deliveries.length, limit: eventsTogether },
  );
}

/** The work on one event belongs to the event's trace, the work on several to the poll's. */
function contextOf<T extends EventType>({ deliveries, poll }: Request<T>): Context {
  const [only, ...others] = deliveries;
  if (only !== undefined && others.length === 0) return only.context;
  return poll === undefined ? ROOT_CONTEXT : trace.setSpanContext(ROOT_CONTEXT, poll);
}

/**
 * Handles events in one database transaction: finds those already recorded, loads what the others need, decides one
 * after the other, saves, and records each with the events it emits. Nothing is published here. Either all of it is
 * committed or nothing.
 */
export function transact<State, T extends EventType>(
  database: Sequelize,
  handler: Handler<State, T>,
  deliveries: readonly Delivery<T>[],
): Promise<Outcome<T>[]> {
  return database.transaction(async (transaction) => {
    const ids = deliveries.map(({ event }) => event.id);
    const known = await findRecords(database, ids, transaction);
    const fresh = deliveries.filter(({ event }) => !known.has(event.id));
    if (fresh.length === 0) return deliveries.map((delivery) => repeat(delivery, known));

    const loaded: State = await handler.load(
      fresh.map(({ event }) => event),
      transaction,
    );
    let state = loaded;
    const handled = new Map<string, HandledMessage>();
    const outcomes: Outcome<T>[] = [];
    for (const delivery of deliveries) {
      const { event, context } = delivery;
      if (known.has(event.id) || handled.has(event.id)) {
        outcomes.push(repeat(delivery, known.has(event.id) ? known : handled));
        continue;
      }
      const [next, events] = handler.decide(state, event);
      const emitted = events.map((newEvent) => createEvent(newEvent, event.receivedAt));
      state = next;
      handled.set(event.id, { emitted, attempt: trace.getSpanContext(context) });
      outcomes.push({ ...delivery, emitted, repeated: undefined });
    }
    await handler.save(state, loaded, transaction);
    await insertRecords(database, handled, new Date(), transaction);
    return outcomes;
  });
}

function repeat<T extends EventType>(delivery: Delivery<T>, records: ReadonlyMap<string, HandledMessage>): Outcome<T> {
  const repeated = records.get(delivery.event.id);
  return { ...delivery, emitted: repeated?.emitted ?? [], repeated };
}
