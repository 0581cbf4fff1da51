import { setTimeout as delay } from 'node:timers/promises';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { isTableMissing } from '#platform/database/unavailable.ts';
import type { Faults } from '#platform/faults/faults.ts';
import { logger } from '#telemetry/logger.ts';

/** Disturbs the stock, as is switched on. */
export function disturbStock(faults: Faults, database: Sequelize): void {
  faults.during('hot-key', ({ product, milliseconds }) => contend(database, product, milliseconds));
  faults.during(
    'stock-drift',
    async ({ product, units }) => {
      await drift(database, product, units);
      return () => endDrift(database, product);
    },
    () => endDrift(database),
  );
}

/** Locks the row of a product, and lets go of it for a moment only, until it is told to end. */
function contend(database: Sequelize, product: string, milliseconds: number): () => Promise<void> {
  const ended = new AbortController();
  const lock = (transaction: Transaction) =>
    database.query('SELECT id FROM products WHERE id = :product FOR UPDATE', {
      replacements: { product },
      type: QueryTypes.SELECT,
      transaction,
    });
  const wait = (time: number) => delay(time, undefined, { signal: ended.signal }).catch(() => undefined);
  const contending = (async () => {
    while (!ended.signal.aborted) {
      try {
        await database.transaction(async (transaction) => {
          await lock(transaction);
          await wait(milliseconds);
        });
      } catch (error) {
        logger.warn('the row of a product was not locked', { product, error });
      }
      await wait(10);
    }
  })();
  return async () => {
    ended.abort();
    await contending;
  };
}

/** Changes a stock and notes it in the same transaction, so that it can be undone whatever happens meanwhile, and once. */
async function drift(database: Sequelize, product: string, units: number): Promise<void> {
  await database.query(
    `CREATE TABLE IF NOT EXISTS fault_stock_drift (
       product_id VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY, units INT NOT NULL
     ) CHARACTER SET utf8mb4`,
  );
  await endDrift(database, product);
  await database.transaction(async (transaction) => {
    const run = (sql: string) =>
      database.query(sql, { replacements: { product, units }, type: QueryTypes.RAW, transaction });
    await run('INSERT INTO fault_stock_drift (product_id, units) VALUES (:product, :units)');
    await run('UPDATE products SET available = available + :units WHERE id = :product');
  });
}

/** Undoes what was changed of a product, or of all. */
async function endDrift(database: Sequelize, product?: string): Promise<void> {
  const chosen = product === undefined ? '' : 'WHERE product_id = :product';
  const options = { replacements: { product }, type: QueryTypes.RAW } as const;
  try {
    await database.transaction(async (transaction) => {
      await database.query(`SELECT units FROM fault_stock_drift ${chosen} FOR UPDATE`, { ...options, transaction });
      await database.query(
        `UPDATE products SET available = available -
           (SELECT units FROM fault_stock_drift WHERE fault_stock_drift.product_id = products.id)
         WHERE id IN (SELECT product_id FROM fault_stock_drift ${chosen})`,
        { ...options, transaction },
      );
      await database.query(`DELETE FROM fault_stock_drift ${chosen}`, { ...options, transaction });
    });
  } catch (error) {
    // Nothing was ever changed here.
    if (!isTableMissing(error)) throw error;
  }
}
