import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

const folder = join(import.meta.dirname, 'schemas');

/** The name of a version of an event, which is its `ce_type`: `order.placed.v1`. */
export type VersionName = `${string}.v${number}`;

/**
 * The JSON Schemas of the data of all events in all versions, by the names of the versions. A committed schema never
 * changes, so their files are the published ones.
 */
export const publishedSchemas: ReadonlyMap<VersionName, string> = new Map(
  readdirSync(folder)
    .toSorted()
    .map((file) => [basename(file, '.json') as VersionName, readFileSync(join(folder, file), 'utf8')]),
);

/** Returns the versions of an event, oldest first. */
export const versionsOf = (type: string): VersionName[] =>
  [...publishedSchemas.keys()].filter((name) => name.replace(/\.v\d+$/, '') === type).toSorted(byNumber);

const byNumber = (one: string, other: string): number => one.localeCompare(other, 'en', { numeric: true });

/** Returns the path at which the frontend serves the schema of a version. */
export const schemaPath = (name: VersionName): string => `/schemas/${name}.json`;
