import { isDeepStrictEqual } from 'node:util';

/** The part of JSON Schema that event schemas use. */
export interface Schema {
  properties?: Readonly<Record<string, Schema>> | undefined;
  required?: readonly string[] | undefined;
  items?: Schema | undefined;
  [keyword: string]: unknown;
}

/** Keywords that say nothing about which data is valid. */
const annotations = ['$schema', '$id', 'title', 'description'];

/**
 * Compares two versions of a schema. The newer one may only add fields: then readers of the older one can read data of the
 * newer one, if they ignore unknown fields, and an upcaster can fill in what data of the older one lacks.
 * @returns one sentence for each incompatible change, with the path of the field
 */
export function incompatibilities(older: Schema, newer: Schema, path = 'data'): string[] {
  const { properties: olderFields = {}, required: olderRequired = [], items: olderItems, ...olderRest } = bare(older);
  const { properties: newerFields = {}, required: newerRequired = [], items: newerItems, ...newerRest } = bare(newer);
  const found = isDeepStrictEqual(olderRest, newerRest) ? [] : [`${path} allows other values`];
  if (olderItems !== undefined && newerItems !== undefined) {
    found.push(...incompatibilities(olderItems, newerItems, `${path}[]`));
  } else if (olderItems !== newerItems) {
    found.push(`${path} allows other values`);
  }
  for (const [name, field] of Object.entries(olderFields)) {
    const same = newerFields[name];
    if (same === undefined) {
      found.push(`${path}.${name} is removed`);
      continue;
    }
    found.push(...incompatibilities(field, same, `${path}.${name}`));
    if (olderRequired.includes(name) !== newerRequired.includes(name)) {
      found.push(`${path}.${name} ${newerRequired.includes(name) ? 'becomes required' : 'becomes optional'}`);
    }
  }
  return found;
}

function bare(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([keyword]) => !annotations.includes(keyword)));
}
