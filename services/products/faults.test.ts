import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { QueryTypes, type Sequelize } from 'sequelize';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase, type TestDatabase } from '#platform/database/database.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { switchOn } from '#platform/faults/faults.testkit.ts';
import { Faults } from '#platform/faults/faults.ts';
import { until } from '../../tests/support/until.ts';
import { addDemoProducts } from './demo.ts';
import { disturbStock } from './faults.ts';
import { countViolations } from './metrics.ts';
import { initModels } from './models.ts';

let scratch: TestDatabase;
let database: Sequelize;

before(async () => {
  scratch = await createTestDatabase();
  database = connect(scratch.url, 'test');
  initModels(database);
  await migrate(database, new URL('./migrations/', import.meta.url), addDemoProducts);
});
after(async () => {
  await database.close();
  await scratch[Symbol.asyncDispose]();
});

const available = async (product: string): Promise<number> => {
  const [row] = await database.query<{ available: number }>('SELECT available FROM products WHERE id = :product', {
    replacements: { product },
    type: QueryTypes.SELECT,
  });
  return row?.available ?? Number.NaN;
};

/** Returns true if a transaction holds the lock of the product's row. */
const isLocked = (product: string): Promise<boolean> =>
  database.transaction(async (transaction) => {
    const rows = await database.query('SELECT id FROM products WHERE id = :product FOR UPDATE SKIP LOCKED', {
      replacements: { product },
      type: QueryTypes.SELECT,
      transaction,
    });
    return rows.length === 0;
  });

describe('the stock', () => {
  it('drifts from its ledger during a fault, and is corrected afterward', async () => {
    const faults = new Faults('product-worker');
    disturbStock(faults, database);
    assert.equal(await countViolations(database), 0);
    const off = switchOn(faults, 'stock-drift', { product: 'laptop-pro', units: 3 });
    await until('products that differ from the ledger: 1', async () => (await countViolations(database)) === 1);
    assert.equal(await available('laptop-pro'), 1_000_003);
    await database.query("UPDATE products SET available = available - 10 WHERE id = 'laptop-pro'");
    off();
    await until('available: 999_990', async () => (await available('laptop-pro')) === 999_990);
    await database.query("UPDATE products SET available = available + 10 WHERE id = 'laptop-pro'");
    assert.equal(await countViolations(database), 0);
  });

  it('is corrected by the next process if a process crashes during the fault', async () => {
    const crashed = new Faults('product-worker');
    disturbStock(crashed, database);
    switchOn(crashed, 'stock-drift', { product: 'webcam-hd' });
    await until('products that differ from the ledger: 1', async () => (await countViolations(database)) === 1);
    const next = new Faults('product-worker');
    disturbStock(next, database);
    next.markLoaded();
    await until('products that differ from the ledger: 0', async () => (await countViolations(database)) === 0);
  });

  it('drifts once, even if several processes run the fault', async () => {
    const [one, other] = [new Faults('product-worker'), new Faults('product-worker')];
    for (const faults of [one, other]) disturbStock(faults, database);
    const offs = [one, other].map((faults) => switchOn(faults, 'stock-drift', { product: 'webcam-hd', units: 7 }));
    await until('available: 1_000_007', async () => (await available('webcam-hd')) === 1_000_007);
    for (const off of offs) off();
    await Promise.all([one, other].map((faults) => faults.end()));
    await until('available: 1_000_000', async () => (await available('webcam-hd')) === 1_000_000);
  });

  it('of a hot product is locked nearly all the time during a fault', async () => {
    const faults = new Faults('product-worker');
    disturbStock(faults, database);
    const off = switchOn(faults, 'hot-key', { product: 'laptop-pro', milliseconds: 10_000 });
    await until('the row is locked', () => isLocked('laptop-pro'));
    assert.equal(await isLocked('webcam-hd'), false);
    off();
    await until('the row is unlocked', async () => !(await isLocked('laptop-pro')));
  });
});
