import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { QueryTypes, type Sequelize } from 'sequelize';
import { connect, databaseDependency } from './connect.ts';
import { createTestDatabase, type TestDatabase } from './database.testkit.ts';
import { createDatabaseProxy } from './database-proxy.testkit.ts';
import { isUnavailable } from './unavailable.ts';
import { waitForDatabase } from './wait-for-database.ts';

let testDatabase: TestDatabase;
let database: Sequelize;

before(async () => {
  testDatabase = await createTestDatabase();
  database = connect(testDatabase.url, 'test');
});

after(async () => {
  await database.close();
  await testDatabase[Symbol.asyncDispose]();
});

test('connections use READ COMMITTED, UTC and utf8mb4', async () => {
  const settings = 'SELECT @@tx_isolation AS isolation, @@time_zone AS zone, :text AS text';
  const query = { replacements: { text: 'é 日本 🛒' }, type: QueryTypes.SELECT } as const;
  const expected = [{ isolation: 'READ-COMMITTED', zone: '+00:00', text: 'é 日本 🛒' }];
  assert.deepEqual(await database.query(settings, query), expected);
  await database.transaction(async (transaction) => {
    assert.deepEqual(await database.query(settings, { ...query, transaction }), expected);
  });
});

test('the user of a service cannot access other databases', async () => {
  await using other = await createTestDatabase();
  const name = new URL(other.url).pathname.slice(1);
  await other.asRoot(`CREATE TABLE ${name}.secrets (id INT)`);
  for (const sql of [`SELECT * FROM ${name}.secrets`, `DROP DATABASE ${name}`, 'SELECT * FROM mysql.global_priv']) {
    await assert.rejects(database.query(sql), /denied/, sql);
  }
});

test('the dependency is up while the database is available, but not before it is migrated', async () => {
  await using proxy = await createDatabaseProxy(testDatabase.url);
  const proxied = connect(proxy.url, 'test');
  const migrated = Promise.withResolvers<void>();
  const { name, check } = databaseDependency(proxied, migrated.promise);
  assert.equal(name, 'mariadb');

  const answer = Promise.race([check().then(() => 'up'), proxied.authenticate().then(() => 'still migrating')]);
  assert.equal(await answer, 'still migrating');
  migrated.resolve();
  await check();
  await proxy.cut();
  await assert.rejects(check());
  await proxy.restore();
  await waitForDatabase(proxied);
  await check();
  await proxied.close();
});

test('isUnavailable distinguishes outages from errors that a retry cannot solve', async () => {
  await using proxy = await createDatabaseProxy(testDatabase.url);
  const proxied = connect(proxy.url, 'test');
  const errorOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    return assert.fail('the promise should have been rejected');
  };
  assert.equal(isUnavailable(await errorOf(proxied.query('SELECT nonsense'))), false);
  assert.equal(isUnavailable(await errorOf(proxied.query('SELECT FROM'))), false);

  const killed = proxied.transaction(async (transaction) => {
    const query = { type: QueryTypes.SELECT, plain: true, transaction } as const;
    const row = await proxied.query<{ id: number }>('SELECT CONNECTION_ID() AS id', query);
    await testDatabase.asRoot(`KILL ${row?.id}`);
    await proxied.query('SELECT 1', { transaction });
  });
  assert.equal(isUnavailable(await errorOf(killed)), true, 'a killed connection');

  await proxy.cut();
  assert.equal(isUnavailable(await errorOf(proxied.query('SELECT 1'))), true, 'an unreachable server');
  await proxied.close();
});
