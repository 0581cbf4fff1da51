import { z } from 'zod';
import { readConfig } from '#telemetry/read-config.ts';

const { SCHEMAS_URL: base } = readConfig(
  z.object({
    /** The address at which clients find the schemas of events. */
    SCHEMAS_URL: z
      .url({ protocol: /^https?$/, error: 'must be an http(s) address' })
      .default('http://127.0.0.1:5000/schemas'),
  }),
);

/** Returns the address of the JSON Schema of an event type in a version: the CloudEvents attribute `dataschema`. */
export const schemaUrl = (typeVersion: string): string => `${base}/${typeVersion}.json`;
