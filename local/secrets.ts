import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { z } from 'zod';

const secrets = z.strictObject({
  mariadb: z.strictObject({ root: z.string(), users: z.string(), products: z.string(), orders: z.string() }),
});

/** The generated passwords of one stack, by database user. */
export type Secrets = z.infer<typeof secrets>;

/** Reads the passwords, which are made at the first start. */
export function readSecrets(file: string): Secrets {
  try {
    return secrets.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error;
  }
  const password = () => randomBytes(18).toString('base64url');
  const made = { mariadb: { root: password(), users: password(), products: password(), orders: password() } };
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, `${JSON.stringify(made, null, 2)}\n`, { mode: 0o600 });
  return made;
}
