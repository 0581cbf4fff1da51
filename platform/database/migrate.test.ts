import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Sequelize } from 'sequelize';
import { connect } from './connect.ts';
import { createTestDatabase } from './database.testkit.ts';
import { createDatabaseProxy } from './database-proxy.testkit.ts';
import { migrate } from './migrate.ts';

const fixtures = new URL('./fixtures/', import.meta.url);

async function rows(sequelize: Sequelize, sql: string): Promise<unknown[]> {
  return (await sequelize.query(sql))[0];
}

test('each migration runs once when four instances start at the same time', async () => {
  await using testDatabase = await createTestDatabase();
  const instances = Array.from({ length: 4 }, () => connect(testDatabase.url, 'test'));
  await Promise.all(instances.map((instance) => migrate(instance, fixtures)));

  const [first] = instances;
  assert.ok(first);
  assert.deepEqual(await rows(first, 'SELECT name FROM once'), [{ name: 'then' }]);
  const names = await rows(first, 'SELECT name FROM migrations ORDER BY name');
  assert.deepEqual(names, [{ name: '0001-once.ts' }, { name: '0002-then.ts' }]);

  await migrate(first, fixtures);
  assert.equal((await rows(first, 'SELECT name FROM once')).length, 1, 'no migration runs again later');
  await Promise.all(instances.map((instance) => instance.close()));
});

test('four instances of each service can start at the same time and create its tables', async () => {
  for (const service of ['users', 'products', 'orders']) {
    await using testDatabase = await createTestDatabase();
    const instances = Array.from({ length: 4 }, () => connect(testDatabase.url, service));
    const folder = new URL(`../../services/${service}/migrations/`, import.meta.url);
    await Promise.all(instances.map((instance) => migrate(instance, folder)));
    await Promise.all(instances.map((instance) => instance.close()));
  }
});

test('an error of a migration is thrown, and the lock is released', async () => {
  await using testDatabase = await createTestDatabase();
  const database = connect(testDatabase.url, 'test');
  await assert.rejects(migrate(database, new URL('failing/', fixtures)), { name: 'MigrationError' });
  await migrate(database, fixtures);
  await database.close();
});

test('migrating waits while the database is unavailable', async () => {
  await using testDatabase = await createTestDatabase();
  await using proxy = await createDatabaseProxy(testDatabase.url);
  await proxy.cut();
  const database = connect(proxy.url, 'test');
  const { promise: attempted, resolve } = Promise.withResolvers<void>();
  database.addHook('beforeConnect', () => resolve());

  let seeded = false;
  const migrated = migrate(database, fixtures, async () => {
    seeded = true;
  });
  await attempted;
  await proxy.restore();
  await migrated;
  assert.ok(seeded);
  assert.equal((await rows(database, 'SELECT name FROM once')).length, 1);
  await database.close();
});
