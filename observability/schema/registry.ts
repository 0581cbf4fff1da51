import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const stability = z.enum(['development', 'alpha', 'beta', 'release_candidate', 'stable']);
const type = z.enum(['string', 'int', 'double', 'boolean', 'any', 'string[]', 'int[]']);
const definition = z.strictObject({
  id: z.string(),
  type,
  brief: z.string(),
  examples: z.array(z.union([z.string(), z.number()])).optional(),
  stability,
});
const reference = z.strictObject({
  ref: z.string(),
  note: z.string().optional(),
  role: z.enum(['identifying', 'descriptive']).optional(),
});
const attributes = z.array(reference).default([]);
const signal = { id: z.string(), brief: z.string(), note: z.string().optional(), stability, attributes };

const group = z.discriminatedUnion('type', [
  z.strictObject({
    id: z.string(),
    type: z.literal('attribute_group'),
    brief: z.string(),
    attributes: z.array(definition),
  }),
  z.strictObject({
    ...signal,
    type: z.literal('span'),
    span_kind: z.enum(['client', 'server', 'producer', 'consumer', 'internal']),
    annotations: z.strictObject({ name_pattern: z.string() }),
  }),
  z.strictObject({
    ...signal,
    type: z.literal('metric'),
    metric_name: z.string(),
    instrument: z.enum(['counter', 'updowncounter', 'gauge', 'histogram']),
    unit: z.string(),
    annotations: z.strictObject({ reported_by: z.string() }),
  }),
  z.strictObject({ ...signal, type: z.literal('event'), name: z.string() }),
  z.strictObject({ ...signal, type: z.literal('entity'), name: z.string() }),
]);

export type AttributeType = z.infer<typeof type>;

type Group = z.infer<typeof group>;
type GroupOf<Type extends Group['type']> = Extract<Group, { type: Type }>;

/** The telemetry that Orderflow declares. */
export interface Registry {
  attributeGroups: readonly GroupOf<'attribute_group'>[];
  spans: readonly GroupOf<'span'>[];
  metrics: readonly GroupOf<'metric'>[];
  events: readonly GroupOf<'event'>[];
  entities: readonly GroupOf<'entity'>[];
}

const folder = join(import.meta.dirname, 'registry');

/**
 * Reads the registry, a folder in the format of OpenTelemetry Weaver (schema v1).
 * @throws {ZodError} if a group has another form; the registry uses only a part of the format
 */
export function readRegistry(): Registry {
  const files = readdirSync(folder).filter((name) => name !== 'registry_manifest.yaml');
  const groups = files.flatMap((name) => {
    const content: unknown = parse(readFileSync(join(folder, name), 'utf8'));
    return z.strictObject({ groups: z.array(group) }).parse(content).groups;
  });
  const of = <Type extends Group['type']>(type: Type) =>
    groups.filter((one): one is GroupOf<Type> => one.type === type);
  return {
    attributeGroups: of('attribute_group'),
    spans: of('span'),
    metrics: of('metric'),
    events: of('event'),
    entities: of('entity'),
  };
}
