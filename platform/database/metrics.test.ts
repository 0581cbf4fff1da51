import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ConnectionAcquireTimeoutError } from 'sequelize';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { connect } from './connect.ts';
import { createTestDatabase } from './database.testkit.ts';

describe('the database metrics', () => {
  after(shutDownMetrics);

  it('report the connections of the pool', async () => {
    await using testDatabase = await createTestDatabase();
    const database = connect(testDatabase.url, 'pool', { poolMax: 3 });
    await database.transaction(async () => {
      await database.query('SELECT 1'); // on a second connection
      const { 'db.client.connection.wait_time pool': waits, ...pool } = await readMetrics('db.client.connection');
      assert.deepEqual(pool, {
        'db.client.connection.count pool used': 1,
        'db.client.connection.count pool idle': 1,
        'db.client.connection.max pool': 3,
        'db.client.connection.pending_requests pool': 0,
        'db.client.connection.timeouts pool': 0,
      });
      assert.equal(waits, 2);
    });
    await database.close();
  });

  it('count timeouts of requests for a connection', async () => {
    await using testDatabase = await createTestDatabase();
    const database = connect(testDatabase.url, 'timeout', { poolMax: 1 });
    // Connecting may take longer than the short limit.
    await database.query('SELECT 1');
    const { pool } = database.connectionManager as unknown as { pool: { acquireTimeoutMillis: number } };
    pool.acquireTimeoutMillis = 50;
    await database.transaction(async () => {
      await assert.rejects(database.query('SELECT 1'), ConnectionAcquireTimeoutError);
    });
    assert.equal((await readMetrics())['db.client.connection.timeouts timeout'], 1);
    await database.close();
  });

  it('measure the duration of statements by their first word', async () => {
    await using testDatabase = await createTestDatabase();
    const database = connect(testDatabase.url, 'timed');
    await database.query('CREATE TABLE counters (n INT)');
    await database.transaction(async (transaction) => {
      await database.query('INSERT INTO counters VALUES (1), (2)', { transaction });
      await database.query('  select n from counters', { transaction });
    });
    const statements = Object.entries(await readMetrics('db.client.operation.duration timed')).map(([name, count]) => [
      name.split(' ').at(-1),
      count,
    ]);
    // Sequelize itself queries the version of the server.
    assert.deepEqual(Object.fromEntries(statements), { SELECT: 2, CREATE: 1, START: 1, INSERT: 1, COMMIT: 1 });
    await database.close();
  });
});
