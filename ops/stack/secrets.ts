import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';

const password = () => randomBytes(18).toString('base64url');

const secrets = z.strictObject({
  mariadb: z.strictObject({
    root: z.string(),
    users: z.string(),
    products: z.string(),
    orders: z.string(),
    /** Sees the server's counters and no data. Stacks that were made before it existed get it at their next start. */
    monitor: z.string().default(password),
  }),
});

/** The generated passwords of one stack, by database user. */
export type Secrets = z.infer<typeof secrets>;

/** Reads the passwords, which are made at the first start. */
export function readSecrets(file: string): Secrets {
  const kept = read(file);
  const complete = secrets.parse(
    kept ?? { mariadb: { root: password(), users: password(), products: password(), orders: password() } },
  );
  if (!isDeepStrictEqual(kept, complete)) {
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, `${JSON.stringify(complete, null, 2)}\n`, { mode: 0o600 });
  }
  return complete;
}

function read(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
}
