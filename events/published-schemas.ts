import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type EventType, eventTypes, versionsOf } from './catalog.ts';
import { typeHeader } from './envelope.ts';

/** Returns all versions of an event, oldest first, as the values of the header `ce_type`: `order.placed.v1`. */
export const versionNames = (type: EventType): string[] =>
  versionsOf(type).numbers.map((version) => typeHeader({ type, version }));

const read = (name: string) => readFileSync(join(import.meta.dirname, 'schemas', `${name}.json`), 'utf8');

/**
 * The JSON Schemas of the data of all events in all versions, by the values of the header `ce_type`. A committed schema
 * never changes, so their files are the published ones.
 */
export const publishedSchemas: ReadonlyMap<string, string> = new Map(
  eventTypes.flatMap(versionNames).map((name) => [name, read(name)]),
);

/** Returns the path at which the frontend serves the schema of a version. */
export const schemaPath = (name: string): string => `/schemas/${name}.json`;
