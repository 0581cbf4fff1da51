import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { QueryTypes } from 'sequelize';
import { until } from '../../tests/support/until.ts';
import { switchOn } from '../faults/faults.testkit.ts';
import { Faults } from '../faults/faults.ts';
import { connect } from './connect.ts';
import { createTestDatabase } from './database.testkit.ts';
import { injectDatabaseFaults } from './faults.ts';

async function setUp() {
  const testDatabase = await createTestDatabase();
  const database = connect(testDatabase.url, 'test', { poolMax: 4 });
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
      await testDatabase[Symbol.asyncDispose]();
    },
  };
}

describe('the faults of a database', () => {
  it('delay each statement, including those that begin and end a transaction', async () => {
    await using context = await setUp();
    const { database, faults } = context;
    const time = async (work: () => Promise<unknown>) => {
      const start = performance.now();
      await work();
      return performance.now() - start;
    };
    await database.authenticate();
    const off = switchOn(faults, 'slow-database', { milliseconds: 50 });
    assert.ok((await time(() => database.query('SELECT 1'))) >= 49);
    const whole = await time(() =>
      database.transaction((transaction) => database.query('SELECT 1', { transaction, type: QueryTypes.SELECT })),
    );
    assert.ok(whole >= 149, 'its begin and its commit are delayed too');
    off();
    const [row] = await database.query<{ one: number }>('SELECT 1 AS one', { type: QueryTypes.SELECT });
    assert.equal(row?.one, 1);
  });

  it('take connections so that queries wait, and give them back when they end', async () => {
    await using context = await setUp();
    const { database, faults, pool } = context;
    const giveBackSome = switchOn(faults, 'connection-leak', { free: 1 });
    await until('3 connections are taken', () => pool.using === 3);
    await database.query('SELECT 1');
    giveBackSome();
    await until('all connections are given back', () => pool.using === 0);

    const giveBackAll = switchOn(faults, 'connection-leak', { free: 0 });
    await until('4 connections are taken', () => pool.using === 4);
    const waiting = database.query('SELECT 1');
    await until('the query waits', () => pool.waiting === 1);
    giveBackAll();
    await waiting;
    await until('all connections are given back', () => pool.using === 0);
  });
});
