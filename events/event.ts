import { v5 as uuidv5 } from 'uuid';
import { type Event, type EventType, isEventType, type NewEvent } from './catalog.ts';

const source = `/orderflow/${process.env['OTEL_SERVICE_NAME'] ?? 'unknown'}`;

/**
 * Gives a new event its identity. The id depends on the order and the type alone (a UUIDv5, RFC 9562 section 5.5, of
 * the type in the order id's namespace), so that an event that is emitted again has the same id and is ignored by
 * whoever has seen it.
 */
export function createEvent<T extends EventType>(event: NewEvent<T>, time: Date): Event<T> {
  return { ...event, id: uuidv5(event.type, event.data.orderId), source, time };
}

/** Reads an event back from the JSON that `JSON.stringify` made of it. */
export function restoreEvent(stored: unknown): Event {
  const event = stored as Omit<Event, 'time'> & { time: string };
  if (!isEventType(event.type)) throw new Error(`stored event has the unknown type ${event.type}`);
  return { ...event, time: new Date(event.time) } as Event;
}
