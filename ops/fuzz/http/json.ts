import fc from 'fast-check';

/** The part of JSON Schema that openapi.json uses for requests. */
export interface Schema {
  type?: string;
  enum?: readonly unknown[];
  const?: unknown;
  anyOf?: readonly Schema[];
  properties?: Readonly<Record<string, Schema>>;
  items?: Schema;
  minItems?: number;
  maxItems?: number;
  minimum?: number;
  maximum?: number;
  maxLength?: number;
}

/** The existing values of some properties, such as ids of products. */
export type KnownValues = Readonly<Record<string, readonly string[]>>;

/** Returns a generator of values that mostly match a schema. At any depth, one in twenty is any JSON. */
export function jsonFor(schema: Schema, known: KnownValues, name = ''): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 19, arbitrary: valid(schema, known, name) },
    { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  );
}

function valid(schema: Schema, known: KnownValues, name: string): fc.Arbitrary<unknown> {
  const { properties, items, anyOf } = schema;
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  if (anyOf !== undefined) return fc.oneof(...anyOf.map((one) => valid(one, known, name)));
  if (properties !== undefined) {
    const members = Object.entries(properties).map(([key, member]) => [key, jsonFor(member, known, key)] as const);
    return fc
      .record(Object.fromEntries(members), { noNullPrototype: true })
      .chain((object) => fc.constantFrom(object, object, object, { ...object, extra: 1 }, withoutFirst(object)));
  }
  if (items !== undefined) {
    return fc.array(jsonFor(items, known, name), { minLength: schema.minItems ?? 0, maxLength: 4 });
  }
  const { minimum: min = -1_000, maximum: max = 1_000 } = schema;
  if (schema.type === 'integer') return fc.integer({ min: Math.max(min, -1e9), max: Math.min(max, 1e9) });
  if (schema.type === 'number') return fc.double({ min, max, noNaN: true });
  if (schema.type === 'boolean') return fc.boolean();
  const text = fc.string({ unit: 'binary', maxLength: 40 });
  const values = known[name];
  return values === undefined ? fc.oneof(text, fc.uuid()) : fc.oneof(fc.constantFrom(...values), text);
}

const withoutFirst = (object: object): object => Object.fromEntries(Object.entries(object).slice(1));
