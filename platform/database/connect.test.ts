import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { QueryTypes, type Sequelize } from 'sequelize';
import { connect, databaseDependency } from './connect.ts';
import { createTestDatabase, type TestDatabase } from './database.testkit.ts';
import { createDatabaseProxy } from './database-proxy.testkit.ts';
import { waitForDatabase } from './migrate.ts';
import { isUnavailable } from './unavailable.ts';

let scratch: TestDatabase;
let database: Sequelize;

before(async () => {
  scratch = await createTestDatabase();
  database = connect(scratch.url, 'test');
});

after(async () => {
  await database.close();
  await scratch[Symbol.asyncDispose]();
});

test('connections are in READ COMMITTED, UTC and utf8mb4', async () => {
  const settings = 'SELECT @@tx_isolation AS isolation, @@time_zone AS zone, :text AS text';
  const query = { replacements: { text: 'é 日本 🛒' }, type: QueryTypes.SELECT } as const;
  const expected = [{ isolation: 'READ-COMMITTED', zone: '+00:00', text: 'é 日本 🛒' }];
  assert.deepEqual(await database.query(settings, query), expected);
  await database.transaction(async (transaction) => {
    assert.deepEqual(await database.query(settings, { ...query, transaction }), expected);
  });
});

test("a service's user can touch no other database", async () => {
  await using other = await createTestDatabase();
  const name = new URL(other.url).pathname.slice(1);
  await other.asRoot(`CREATE TABLE ${name}.secrets (id INT)`);
  for (const sql of [`SELECT * FROM ${name}.secrets`, `DROP DATABASE ${name}`, 'SELECT * FROM mysql.global_priv']) {
    await assert.rejects(database.query(sql), /denied/, sql);
  }
});

test('readiness follows the database, and waits until it is prepared', async () => {
  await using way = await createDatabaseProxy(scratch.url);
  const throughWay = connect(way.url, 'test');
  const prepared = Promise.withResolvers<void>();
  const { name, check } = databaseDependency(throughWay, prepared.promise);
  assert.equal(name, 'mariadb');

  const answer = Promise.race([check().then(() => 'up'), throughWay.authenticate().then(() => 'not prepared')]);
  assert.equal(await answer, 'not prepared');
  prepared.resolve();
  await check();
  await way.cut();
  await assert.rejects(check());
  await way.restore();
  await waitForDatabase(throughWay);
  await check();
  await throughWay.close();
});

test('what passes with an outage is told from what does not', async () => {
  await using way = await createDatabaseProxy(scratch.url);
  const throughWay = connect(way.url, 'test');
  const failureOf = async (work: Promise<unknown>): Promise<unknown> => {
    try {
      await work;
    } catch (error) {
      return error;
    }
    return assert.fail('it should have failed');
  };
  assert.equal(isUnavailable(await failureOf(throughWay.query('SELECT nonsense'))), false);
  assert.equal(isUnavailable(await failureOf(throughWay.query('SELECT FROM'))), false);

  const killed = throughWay.transaction(async (transaction) => {
    const query = { type: QueryTypes.SELECT, plain: true, transaction } as const;
    const row = await throughWay.query<{ id: number }>('SELECT CONNECTION_ID() AS id', query);
    await scratch.asRoot(`KILL ${row?.id}`);
    await throughWay.query('SELECT 1', { transaction });
  });
  assert.equal(isUnavailable(await failureOf(killed)), true, 'a connection that was killed');

  await way.cut();
  assert.equal(isUnavailable(await failureOf(throughWay.query('SELECT 1'))), true, 'a server that is away');
  await throughWay.close();
});
