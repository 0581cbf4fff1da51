// For tests: the API of user-service with an empty database.
import type { Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { createDatabaseProxy, type DatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { initModels } from './models.ts';
import { type RoutesOptions, routes } from './routes.ts';
import { createKeyLoader } from './signing-keys.ts';

/** The number of failed logins that the API allows. */
export const maxFailures = 3;

const frontendSecret = 'a secret of the frontend';

/** Returns the headers with which the frontend tells the address of a client. */
export const from = (address: string) => ({ 'frontend-secret': frontendSecret, 'x-forwarded-for': address });

/** All fields of the API's responses. */
export interface Body {
  id: string;
  username: string;
  token: string;
  expiresAt: string;
  user: { id: string; username: string; role: string };
  keys: object[];
  ended: string[];
  title: string;
  status: number;
  errors: { path: string; message: string }[];
}

export interface Answer {
  status: number;
  headers: Headers;
  body: Body;
}

export interface UsersApi extends AsyncDisposable {
  url: string;
  database: Sequelize;
  /** The proxy between the API and its database. */
  proxy: DatabaseProxy;
  post(path: string, body: object, headers?: Record<string, string>): Promise<Answer>;
  send(method: string, path: string, body?: object, headers?: Record<string, string>): Promise<Answer>;
}

const defaults: Omit<RoutesOptions, 'loadKeys'> = {
  tokenTtlSeconds: 60,
  frontendSecret,
  loginLimits: { failures: maxFailures, windowSeconds: 60, failuresPerAddress: 1_000, failuresPerUser: 1_000 },
  signUpsPerMinute: 1_000,
  hashQueue: { concurrency: 2, maxWaiting: 100, maxWaitingPerClient: 100, maxWaitMs: 60_000 },
};

export async function serveUsersApi(options: Partial<typeof defaults> = {}): Promise<UsersApi> {
  const testDatabase = await createTestDatabase();
  const proxy = await createDatabaseProxy(testDatabase.url);
  const database = connect(proxy.url, 'users');
  initModels(database);
  await migrate(database, new URL('./migrations/', import.meta.url));
  const loadKeys = createKeyLoader(database);
  const service = routes({ loadKeys, ...defaults, ...options });
  const server = await serve(createApp({ dependencies: [], routes: service }));
  const send: UsersApi['send'] = async (method, path, body, headers = {}) => {
    const response = await fetch(server.url + path, {
      method,
      headers: { ...(body && { 'content-type': 'application/json' }), ...headers },
      ...(body && { body: JSON.stringify(body) }),
    });
    const answer = (response.status === 204 ? {} : await response.json()) as Body;
    return { status: response.status, headers: response.headers, body: answer };
  };
  return {
    url: server.url,
    database,
    proxy,
    post: (path, body, headers) => send('POST', path, body, headers),
    send,
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database.close();
      await proxy[Symbol.asyncDispose]();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}
