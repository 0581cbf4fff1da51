// For tests: the API of user-service with an empty database.
import type { Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { createDatabaseProxy, type DatabaseProxy } from '#platform/database/database-proxy.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { createApp } from '#platform/http/app.ts';
import { serve } from '#platform/http/http.testkit.ts';
import { initModels } from './models.ts';
import { routes } from './routes.ts';
import { createKeyLoader } from './signing-keys.ts';

/** The number of failed logins that the API allows. */
export const maxFailures = 3;

/** All fields of the API's responses. */
export interface Body {
  id: string;
  username: string;
  token: string;
  expiresAt: string;
  user: { id: string; username: string; role: string };
  keys: object[];
  title: string;
  status: number;
  errors: { path: string }[];
}

export interface UsersApi extends AsyncDisposable {
  url: string;
  database: Sequelize;
  /** The proxy between the API and its database. */
  proxy: DatabaseProxy;
  post(path: string, body: object): Promise<{ status: number; headers: Headers; body: Body }>;
}

export async function serveUsersApi(): Promise<UsersApi> {
  const testDatabase = await createTestDatabase();
  const proxy = await createDatabaseProxy(testDatabase.url);
  const database = connect(proxy.url, 'users');
  initModels(database);
  await migrate(database, new URL('./migrations/', import.meta.url));
  const loginLimit = { failures: maxFailures, windowSeconds: 60 };
  const service = routes({ loadKeys: createKeyLoader(database), tokenTtlSeconds: 60, loginLimit });
  const server = await serve(createApp({ dependencies: [], routes: service }));
  return {
    url: server.url,
    database,
    proxy,
    post: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      const response = await fetch(server.url + path, { method: 'POST', headers, body: JSON.stringify(body) });
      return { status: response.status, headers: response.headers, body: (await response.json()) as Body };
    },
    async [Symbol.asyncDispose]() {
      await server[Symbol.asyncDispose]();
      await database.close();
      await proxy[Symbol.asyncDispose]();
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}
