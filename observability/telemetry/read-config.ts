import type { z } from 'zod';

/**
 * Reads the configuration of a process from the environment. Empty variables count as missing. If any variable is
 * invalid, prints one line for each to stderr, without its value, and exits with 1.
 */
export function readConfig<S extends z.ZodObject>(schema: S, env: NodeJS.ProcessEnv = process.env): z.infer<S> {
  const set = Object.fromEntries(Object.entries(env).filter(([, value]) => value !== ''));
  const result = schema.safeParse(set);
  if (result.success) return result.data;
  for (const { path, message } of result.error.issues) {
    const name = path.join('.');
    console.error(`${name}: ${name in set ? message : 'missing'}`);
  }
  process.exit(1);
}
