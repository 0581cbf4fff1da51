import { v5 as uuidv5 } from 'uuid';
import { type Event, type EventType, isEventType, type NewEvent } from './catalog.ts';

const source = `/orderflow/${process.env['OTEL_SERVICE_NAME'] ?? 'unknown'}`;

/**
 * Creates an event with its id, source and time. The id depends only on the order id and the event type (a UUIDv5, RFC
 * 9562 section 5.5). So an event that is emitted again has the same id, and consumers ignore the repetition.
 */
export function createEvent<T extends EventType>(event: NewEvent<T>, time: Date): Event<T> {
  return { ...event, id: uuidv5(event.type, event.data.orderId), source, time };
}

/** Restores an event from JSON that was stored with `JSON.stringify`, in which the time is a string. */
export function restoreEvent(stored: unknown): Event {
  const event = stored as Omit<Event, 'time'> & { time: string };
  if (!isEventType(event.type)) throw new Error(`the stored event has the unknown type ${event.type}`);
  return { ...event, time: new Date(event.time) } as Event;
}
