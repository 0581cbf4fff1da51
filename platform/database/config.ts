import { z } from 'zod';

/** What every process with a database reads from the environment. */
export const databaseSettings = {
  DATABASE_URL: z.url({ protocol: /^mysql$/, error: 'must be mysql://user:password@host:port/database' }),
  /** Connections at most; a migration needs two. */
  DATABASE_POOL_MAX: z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10),
};
