import { z } from 'zod';
import { databaseSettings } from '#database/config.ts';
import { host, port, readConfig, serviceUrl } from '#process/config.ts';

export const config = readConfig(
  z.object({
    HOST: host,
    PORT: port(5003),
    ...databaseSettings,
    JWKS_URL: serviceUrl('http://127.0.0.1:5001/.well-known/jwks.json'),
  }),
);
