import { v5 as uuidv5 } from 'uuid';
import { type Event, type EventType, type NewEvent, versionsOf } from './catalog.ts';

const source = `/orderflow/${process.env['OTEL_SERVICE_NAME'] ?? 'unknown'}`;

/**
 * Creates an event with its id, source and time. The id depends only on the order id and the event type (a UUIDv5, RFC
 * 9562 section 5.5). So an event that is emitted again has the same id, and consumers ignore the repetition.
 * @param cause the event that caused this one; undefined if a request caused it
 * @throws {z.ZodError} if the data is not valid, or has fields that the catalog does not know
 */
export function createEvent<T extends EventType>(event: NewEvent<T>, time: Date, cause?: Pick<Event, 'id'>): Event<T> {
  versionsOf(event.type).check(event.data);
  const causedBy = cause === undefined ? {} : { causedBy: cause.id };
  return { ...event, id: uuidv5(event.type, event.data.orderId), source, time, ...causedBy };
}
