import { z } from 'zod';
import { type ActiveFault, expiryOf } from '#platform/faults/active-fault.ts';
import type { FaultName } from '#platform/faults/definitions.ts';
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
export const activeFaultSchema = z.strictObject({
  fault: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});

export const describeActiveFault = (switched: ActiveFault): z.infer<typeof activeFaultSchema> => ({
  fault: switched.fault,
  parameters: JSON.parse(JSON.stringify(switched.parameters)),
  since: switched.since.toISOString(),
  until: expiryOf(switched).toISOString(),
});
