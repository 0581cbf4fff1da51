import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { repository } from '../../ops/stack/paths.ts';
import { OwnProcess } from './own-process.ts';
import { until } from './until.ts';

/** A separate user-service with an empty database. */
export interface UserService extends AsyncDisposable {
  url: string;
  /** The variables by which a frontend finds it. */
  env: Record<string, string>;
  database: TestDatabase;
  /** Runs `npm run account` with its database, and returns what it prints. */
  account(args: string[], input?: string): Promise<string>;
}

/** @param env the variables that differ from the default ones */
export async function startUserService(env: Record<string, string> = {}): Promise<UserService> {
  const database = await createTestDatabase();
  const own = new OwnProcess('user-service', 'services/users/server.ts', { DATABASE_URL: database.url, ...env });
  const url = await own.listening();
  await until('user-service is ready', async () => (await fetch(`${url}/health/ready`)).ok);
  return {
    url,
    env: { USER_SERVICE_URL: url, JWKS_URL: `${url}/.well-known/jwks.json` },
    database,
    account: (args, input = '') => runAccount(database.url, args, input),
    async [Symbol.asyncDispose]() {
      await own[Symbol.asyncDispose]();
      await database[Symbol.asyncDispose]();
    },
  };
}

async function runAccount(databaseUrl: string, args: string[], input: string): Promise<string> {
  const child = spawn(process.execPath, ['ops/account/account.ts', ...args], {
    cwd: repository,
    env: { ...process.env, DATABASE_URL: databaseUrl },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  child.stdin.end(input);
  const [printed, [code]] = await Promise.all([text(child.stdout), once(child, 'exit')]);
  if (code !== 0) throw new Error(`npm run account ended with ${code}: ${printed}`);
  return printed;
}
