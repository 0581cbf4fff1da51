import { type Context, trace } from '@opentelemetry/api';
import type { Sequelize } from 'sequelize';
import type { Event, EventType, ReceivedEvent } from './catalogue.ts';
import { stamp } from './event.ts';
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
      const emitted = events.map((newEvent) => stamp(newEvent, event.receivedAt));
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
