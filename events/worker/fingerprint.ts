import { hash } from 'node:crypto';
import { type Event, versionsOf } from '../catalog.ts';

/**
 * Returns the fingerprint of an event, by which two messages with the same id can be compared. It covers the data of the
 * first version, because the same event may be published again in another version.
 */
export function fingerprintOf({ type, data }: Pick<Event, 'type' | 'data'>): string {
  return fingerprint(versionsOf(type).write(data, 1));
}

/**
 * Returns a fingerprint of data. The sequence of keys and of list elements does not matter: the lists in events are sets of
 * items.
 */
export function fingerprint(data: unknown): string {
  return hash('sha256', normalize(data)).slice(0, 32);
}

/** Returns a value as JSON in which keys and list elements are sorted. */
function normalize(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(normalize).sort().join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, part]) => `${JSON.stringify(key)}:${normalize(part)}`);
  return `{${entries.sort().join()}}`;
}
