import { z } from 'zod';
import { type FaultName, faultDefinitions, type Parameters } from '#platform/faults/definitions.ts';
import { catalog, type EventType } from '../catalog.ts';

const eventType = z
  .enum(Object.keys(catalog) as EventType[])
  .optional()
  .describe('only events of this type');

/** Returns the schema of the parameters of a fault, in which `type` must be a type of the event catalog. */
export function parametersSchema(fault: FaultName): z.ZodType<Parameters> {
  const schema: z.ZodObject = faultDefinitions[fault].schema;
  const narrowed = 'type' in schema.shape ? schema.safeExtend({ type: eventType }) : schema;
  return narrowed as unknown as z.ZodType<Parameters>;
}
