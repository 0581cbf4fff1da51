import { z } from 'zod';
import { type ActiveFault, expiryOf } from '#platform/faults/active-fault.ts';
import type { FaultName } from '#platform/faults/definitions.ts';
import { parametersSchema } from './parameters.ts';

/** The JSON Schema of a parameter. */
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

/** Returns the JSON Schemas of the parameters of a fault, by name. */
export function parametersOf(fault: FaultName): Record<string, Parameter> {
  const { properties } = z.toJSONSchema(parametersSchema(fault), { io: 'input' });
  return z.record(z.string(), parameter).parse(properties);
}

export const describedParameters = z.record(z.string(), parameter);

/** An active fault in responses of the API. */
export const activeFaultSchema = z.strictObject({
  fault: z.string(),
  parameters: z.record(z.string(), z.union([z.string(), z.number()])),
  since: z.iso.datetime(),
  until: z.iso.datetime(),
});

export const describeActiveFault = (activeFault: ActiveFault): z.infer<typeof activeFaultSchema> => ({
  fault: activeFault.fault,
  parameters: JSON.parse(JSON.stringify(activeFault.parameters)),
  since: activeFault.since.toISOString(),
  until: expiryOf(activeFault).toISOString(),
});
