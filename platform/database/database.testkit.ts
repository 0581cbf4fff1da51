import { randomBytes } from 'node:crypto';
import { createConnection } from 'mysql2/promise';

export interface TestDatabase extends AsyncDisposable {
  /** The address, with a user who has all rights in this database and none elsewhere. */
  url: string;
  /** Runs a statement as root. */
  asRoot: (sql: string) => Promise<unknown>;
}

/** Creates an empty database and a user for it, on the server at TEST_MARIADB_ROOT_URL. Disposing of it drops both. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const rootUrl = process.env['TEST_MARIADB_ROOT_URL'];
  if (!rootUrl) throw new Error('TEST_MARIADB_ROOT_URL is missing; `npm test` sets it');
  const name = `test_${randomBytes(6).toString('hex')}`;
  const root = await createConnection(rootUrl);
  await root.query(`CREATE DATABASE ${name} CHARACTER SET utf8mb4`);
  await root.query(`CREATE USER ${name}@localhost IDENTIFIED BY '${name}'`);
  await root.query(`GRANT ALL ON ${name}.* TO ${name}@localhost`);
  const url = new URL(rootUrl);
  Object.assign(url, { username: name, password: name, pathname: name });
  return {
    url: url.href,
    asRoot: async (sql) => (await root.query(sql))[0],
    async [Symbol.asyncDispose]() {
      await root.query(`DROP DATABASE ${name}`);
      await root.query(`DROP USER ${name}@localhost`);
      await root.end();
    },
  };
}
