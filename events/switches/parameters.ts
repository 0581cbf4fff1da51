import { z } from 'zod';
import { type FaultName, type Parameters, switches } from '#platform/faults/switches.ts';
import { catalogue, type EventType } from '../catalog.ts';

const eventType = z
  .enum(Object.keys(catalogue) as EventType[])
  .optional()
  .describe('events of this type alone');

/** The schema of a fault's parameters, where `type` must be an event of the catalog. */
export function parametersSchema(fault: FaultName): z.ZodType<Parameters> {
  const schema: z.ZodObject = switches[fault].schema;
  const narrowed = 'type' in schema.shape ? schema.safeExtend({ type: eventType }) : schema;
  return narrowed as unknown as z.ZodType<Parameters>;
}
