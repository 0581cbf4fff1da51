import { z } from 'zod';
import { databaseSettings } from '#platform/database/config.ts';
import { host, port, serviceUrl } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5003),
    ...databaseSettings,
    JWKS_URL: serviceUrl('http://127.0.0.1:5001/.well-known/jwks.json'),
  }),
);
