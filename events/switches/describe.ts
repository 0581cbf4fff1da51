import { z } from 'zod';
import { type Switched, untilOf } from '#platform/faults/switched.ts';
import type { FaultName } from '#platform/faults/switches.ts';
import { parametersSchema } from './parameters.ts';

/** A parameter as JSON Schema tells it. */
const parameter = z.looseObject({
  type: z.string(),
  description: z.string(),
  default: z.union([z.string(), z.number()]).optional(),
  enum: z.array(z.union([z.string(), z.number()])).optional(),
  minimum: z.number().optional(),
  exclusiveMinimum: z.number().optional(),
  maximum: z.number().optional(),
});
export type Parameter = z.infer<typeof parameter>;

/** The parameters of a fault by their names. */
export function parametersOf(fault: FaultName): Record<string, Parameter> {
  const { properties } = z.toJSONSchema(parametersSchema(fault), { io: 'input' });
  return z.record(z.string(), parameter).parse(properties);
}

export const describedParameters = z.record(z.string(), parameter);

/** What is on, as people and programs are told. */
export const shownSwitch = z.strictObject({
  fault: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});

export const showSwitch = (switched: Switched): z.infer<typeof shownSwitch> => ({
  fault: switched.fault,
  parameters: JSON.parse(JSON.stringify(switched.parameters)),
  since: switched.since.toISOString(),
  until: untilOf(switched).toISOString(),
});
