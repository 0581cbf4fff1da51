import { z } from 'zod';
import { type Event, isEventType, versionsOf } from '../catalog.ts';

/**
 * An event in a record. Its data is in the first version, which every program can read that runs beside this one. The data
 * of the newest version is added if there is another.
 */
interface StoredEvent {
  time: string;
  data: unknown;
  newest?: { version: number; data: unknown };
}

/** Returns an event in the form in which a record holds it, for `JSON.stringify`. */
export function storeEvent(event: Event): object {
  const versions = versionsOf(event.type);
  if (versions.newest === 1) return event;
  const newest = { version: versions.newest, data: event.data };
  return { ...event, data: versions.write(event.data, 1), newest };
}

/**
 * Restores an event from a record, which a program of an earlier or a later version may have written.
 * @throws {Error} if the catalog does not contain the event
 */
export function restoreEvent(stored: unknown): Event {
  const { newest, ...event } = stored as Omit<Event, 'time' | 'data'> & StoredEvent;
  if (!isEventType(event.type)) throw new Error(`the stored event has the unknown type ${event.type}`);
  const versions = versionsOf(event.type);
  const { version, data } =
    newest !== undefined && newest.version <= versions.newest ? newest : { version: 1, data: event.data };
  const read = versions.read(data, version);
  if (!read.success) throw new Error(`the stored event is not valid: ${z.prettifyError(read.error)}`);
  return { ...event, data: read.data, time: new Date(event.time) } as Event;
}
