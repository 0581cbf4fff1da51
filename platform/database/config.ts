import { z } from 'zod';

/** The environment variables of every process that has a database. */
export const databaseSettings = {
  DATABASE_URL: z.url({ protocol: /^mysql$/, error: 'must be mysql://user:password@host:port/database' }),
  /** The maximum number of connections; a migration needs two. */
  DATABASE_POOL_MAX: z.coerce.number('must be 2 to 100').int().min(2).max(100).default(10),
};
