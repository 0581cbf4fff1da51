import { z } from 'zod';

/** Returns the JSON Schema (draft 2020-12) of what a schema accepts, or of what it returns. */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): { description?: string } {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest;
}
