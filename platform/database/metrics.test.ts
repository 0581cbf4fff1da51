import assert from 'node:assert/strict';
import { after, describe, it } from 'node:test';
import { ConnectionAcquireTimeoutError } from 'sequelize';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { connect } from './connect.ts';
import { createTestDatabase } from './database.testkit.ts';

describe('the database metrics', () => {
  after(shutDownMetrics);

  it('tell the use of the pool', async () => {
    await using scratch = await createTestDatabase();
    const database = connect(scratch.url, 'used', { poolMax: 3 });
    await database.transaction(async () => {
      await database.query('SELECT 1'); // on a second connection
      const { 'db.client.connection.wait_time used': waits, ...pool } = await readMetrics('db.client.connection');
      assert.deepEqual(pool, {
        'db.client.connection.count used used': 1,
        'db.client.connection.count used idle': 1,
        'db.client.connection.max used': 3,
        'db.client.connection.pending_requests used': 0,
        'db.client.connection.timeouts used': 0,
      });
      assert.equal(waits, 2);
    });
    await database.close();
  });

  it('count those who waited for a connection in vain', async () => {
    await using scratch = await createTestDatabase();
    const database = connect(scratch.url, 'waited', { poolMax: 1 });
    const { pool } = database.connectionManager as unknown as { pool: { acquireTimeoutMillis: number } };
    pool.acquireTimeoutMillis = 50;
    await database.transaction(async () => {
      await assert.rejects(database.query('SELECT 1'), ConnectionAcquireTimeoutError);
    });
    assert.equal((await readMetrics())['db.client.connection.timeouts waited'], 1);
    await database.close();
  });

  it('time each statement by its first word', async () => {
    await using scratch = await createTestDatabase();
    const database = connect(scratch.url, 'timed');
    await database.query('CREATE TABLE counters (n INT)');
    await database.transaction(async (transaction) => {
      await database.query('INSERT INTO counters VALUES (1), (2)', { transaction });
      await database.query('  select n from counters', { transaction });
    });
    const statements = Object.entries(await readMetrics('db.client.operation.duration timed')).map(([name, count]) => [
      name.split(' ').at(-1),
      count,
    ]);
    // Sequelize asks for the server's version by itself.
    assert.deepEqual(Object.fromEntries(statements), { SELECT: 2, CREATE: 1, START: 1, INSERT: 1, COMMIT: 1 });
    await database.close();
  });
});
