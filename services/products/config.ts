import { z } from 'zod';
import { databaseSettings } from '#platform/database/config.ts';
import { flag, host, port } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5002),
    ...databaseSettings,
    /** Adds the demo products at the first start. */
    DEMO_DATA: flag(false),
  }),
);
