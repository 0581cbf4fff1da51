import { trace } from '@opentelemetry/api';
import type { Sequelize } from 'sequelize';
import type { EventType } from '../catalog.ts';
import { createEvent } from '../event.ts';
import type { Delivery, Outcome } from './delivery.ts';
import { fingerprintOf } from './fingerprint.ts';
import type { Handler } from './handler.ts';
import { findRecords, insertRecords, type MessageRecord } from './record.ts';
import { recordKey } from './record-key.ts';

type Records = ReadonlyMap<string, MessageRecord>;

/**
 * Handles deliveries in one database transaction: skips messages with a record, loads the state that the others need,
 * decides one after the other, saves, and inserts a record of each with the events it emits. Publishes nothing.
 */
export function transact<State, T extends EventType>(
  database: Sequelize,
  handler: Handler<State, T>,
  deliveries: readonly Delivery<T>[],
): Promise<Outcome<T>[]> {
  return database.transaction(async (transaction) => {
    const keys = deliveries.map(({ event }) => recordKey(event));
    const known = await findRecords(database, keys, transaction);
    const events = deliveries.map(({ event }) => event).filter((event) => !known.has(recordKey(event)));
    if (events.length === 0) return deliveries.map((delivery) => repeat(delivery, known));

    const loaded: State = await handler.load(events, transaction);
    const { state, inserted, outcomes } = decideEach(handler, loaded, deliveries, known);
    await handler.save(state, loaded, transaction);
    await insertRecords(database, inserted, new Date(), transaction);
    return outcomes;
  });
}

function decideEach<State, T extends EventType>(
  handler: Handler<State, T>,
  loaded: State,
  deliveries: readonly Delivery<T>[],
  known: Records,
): { state: State; inserted: Records; outcomes: Outcome<T>[] } {
  let state = loaded;
  const inserted = new Map<string, MessageRecord>();
  const outcomes = deliveries.map((delivery): Outcome<T> => {
    const { event, context } = delivery;
    const key = recordKey(event);
    if (known.has(key)) return repeat(delivery, known);
    // The same message may be in the chunk twice.
    if (inserted.has(key)) return repeat(delivery, inserted);
    const [next, newEvents, refused = []] = handler.decide(state, event);
    const emitted = newEvents.map((newEvent) => createEvent(newEvent, event.receivedAt, event));
    state = next;
    const attempt = trace.getSpanContext(context);
    inserted.set(key, { emitted, attempt, fingerprint: fingerprintOf(event) });
    return { ...delivery, emitted, refused, repeated: undefined };
  });
  return { state, inserted, outcomes };
}

/** Returns the outcome that the record of an earlier delivery holds. */
function repeat<T extends EventType>(delivery: Delivery<T>, records: Records): Outcome<T> {
  const repeated = records.get(recordKey(delivery.event));
  return { ...delivery, emitted: repeated?.emitted ?? [], refused: [], repeated };
}
