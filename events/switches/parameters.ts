import { z } from 'zod';
import { type FaultName, faultDefinitions, type Parameters } from '#platform/faults/definitions.ts';
import { catalog, type EventType } from '../catalog.ts';

const eventType = z
  .enum(Object.keys(catalog) as EventType[])
  .optional()
  .describe('events of this type alone');

/** The schema of a fault's parameters, where `type` must be an event of the catalog. */
export function parametersSchema(fault: FaultName): z.ZodType<Parameters> {
  const schema: z.ZodObject = faultDefinitions[fault].schema;
  const narrowed = 'type' in schema.shape ? schema.safeExtend({ type: eventType }) : schema;
  return narrowed as unknown as z.ZodType<Parameters>;
}
