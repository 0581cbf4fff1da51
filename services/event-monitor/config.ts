import { z } from 'zod';
import { brokers, host, port } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5014),
    KAFKA_BROKERS: brokers,
    /** Milliseconds between two measurements. */
    MONITOR_INTERVAL_MS: z.coerce.number('must be a number').int().min(100).default(2_000),
  }),
);
