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
    /** May read the counters of the server, but no data. Its password is added to files that do not have it yet. */
    monitor: z.string().default(password),
  }),
  /** The secret with which the frontend proves itself to user-service. */
  frontend: z.string().default(password),
  /** The token with which Alertmanager sends notifications to the inbox. */
  alertInbox: z.string().default(password),
});

/** The generated passwords of one stack. */
export type Secrets = z.infer<typeof secrets>;

/** Reads the passwords of a stack, and generates those that do not exist yet. */
export function readSecrets(file: string): Secrets {
  const stored = read(file);
  const complete = secrets.parse(
    stored ?? { mariadb: { root: password(), users: password(), products: password(), orders: password() } },
  );
  if (!isDeepStrictEqual(stored, complete)) {
    mkdirSync(dirname(file), { recursive: true, mode: 0o700 });
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
