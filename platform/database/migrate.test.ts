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

test('of four instances that start at once each migration runs in one', async () => {
  await using scratch = await createTestDatabase();
  const instances = Array.from({ length: 4 }, () => connect(scratch.url, 'test'));
  await Promise.all(instances.map((instance) => migrate(instance, fixtures)));

  const [first] = instances;
  assert.ok(first);
  assert.deepEqual(await rows(first, 'SELECT name FROM once'), [{ name: 'then' }]);
  const names = await rows(first, 'SELECT name FROM migrations ORDER BY name');
  assert.deepEqual(names, [{ name: '0001-once.ts' }, { name: '0002-then.ts' }]);

  await migrate(first, fixtures);
  assert.equal((await rows(first, 'SELECT name FROM once')).length, 1, 'nothing runs again later');
  await Promise.all(instances.map((instance) => instance.close()));
});

test('four instances that start at once make the tables of every service', async () => {
  for (const service of ['users', 'products', 'orders']) {
    await using scratch = await createTestDatabase();
    const instances = Array.from({ length: 4 }, () => connect(scratch.url, service));
    const folder = new URL(`../../services/${service}/migrations/`, import.meta.url);
    await Promise.all(instances.map((instance) => migrate(instance, folder)));
    await Promise.all(instances.map((instance) => instance.close()));
  }
});

test('a migration that fails is thrown, and gives the lock up', async () => {
  await using scratch = await createTestDatabase();
  const database = connect(scratch.url, 'test');
  await assert.rejects(migrate(database, new URL('failing/', fixtures)), { name: 'MigrationError' });
  await migrate(database, fixtures);
  await database.close();
});

test('a migration waits for a database that is away', async () => {
  await using scratch = await createTestDatabase();
  await using way = await createDatabaseProxy(scratch.url);
  await way.cut();
  const database = connect(way.url, 'test');
  const { promise: tried, resolve } = Promise.withResolvers<void>();
  database.addHook('beforeConnect', () => resolve());

  let filled = false;
  const migrated = migrate(database, fixtures, async () => {
    filled = true;
  });
  await tried;
  await way.restore();
  await migrated;
  assert.ok(filled);
  assert.equal((await rows(database, 'SELECT name FROM once')).length, 1);
  await database.close();
});
