import { z } from 'zod';
import { databaseSettings } from '#platform/database/config.ts';
import { flag, host, port } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

const positive = z.coerce.number('must be a number above 0').int().positive();

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5001),
    ...databaseSettings,
    /** Adds the user admin at the first start. */
    DEMO_DATA: flag(true),
    TOKEN_TTL_SECONDS: positive.default(8 * 60 * 60),
    /** The number of failed logins that one username and client address may make within the window. */
    LOGIN_FAILURES_MAX: positive.default(10),
    LOGIN_FAILURES_WINDOW_SECONDS: positive.default(15 * 60),
  }),
);
