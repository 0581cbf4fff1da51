import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { QueryTypes } from 'sequelize';
import { switchOn } from '../faults/faults.testkit.ts';
import { Faults } from '../faults/faults.ts';
import { connect } from './connect.ts';
import { createTestDatabase } from './database.testkit.ts';
import { injectDatabaseFaults } from './faults.ts';

async function trial() {
  const scratch = await createTestDatabase();
  const database = connect(scratch.url, 'trial', { poolMax: 4 });
  const faults = new Faults('order-service');
  injectDatabaseFaults(faults, database);
  const { pool } = database.connectionManager as unknown as { pool: { using: number; waiting: number } };
  return {
    database,
    faults,
    pool,
    async [Symbol.asyncDispose]() {
      await faults.end();
      await database.close();
      await scratch[Symbol.asyncDispose]();
    },
  };
}

async function until(met: () => boolean): Promise<void> {
  while (!met()) await delay(10);
}

describe('a database', () => {
  it('that is slow sleeps before each statement, also within a transaction', async () => {
    await using slow = await trial();
    const { database, faults } = slow;
    const time = async (work: () => Promise<unknown>) => {
      const begin = performance.now();
      await work();
      return performance.now() - begin;
    };
    await database.authenticate();
    const off = switchOn(faults, 'slow-database', { milliseconds: 50 });
    assert.ok((await time(() => database.query('SELECT 1'))) >= 49);
    const whole = await time(() =>
      database.transaction((transaction) => database.query('SELECT 1', { transaction, type: QueryTypes.SELECT })),
    );
    assert.ok(whole >= 149, 'its beginning and its end, too');
    off();
    const [row] = await database.query<{ one: number }>('SELECT 1 AS one', { type: QueryTypes.SELECT });
    assert.equal(row?.one, 1);
  });

  it('whose connections leak leaves others waiting, until they are given back', async () => {
    await using leaking = await trial();
    const { database, faults, pool } = leaking;
    const some = switchOn(faults, 'connection-leak', { free: 1 });
    await until(() => pool.using === 3);
    await database.query('SELECT 1');
    some();
    await until(() => pool.using === 0);

    const all = switchOn(faults, 'connection-leak', { free: 0 });
    await until(() => pool.using === 4);
    const waiting = database.query('SELECT 1');
    await until(() => pool.waiting === 1);
    all();
    await waiting;
    await until(() => pool.using === 0);
  });
});
