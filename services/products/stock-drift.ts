import { QueryTypes, type Sequelize } from 'sequelize';
import { withLock } from '#platform/database/lock.ts';
import { isTableMissing } from '#platform/database/unavailable.ts';

/** Several processes may begin and end the same fault at once. Without a lock, both insert the record and one fails. */
const lock = 'stock-drift';

/**
 * Changes the stock of a product without a ledger line. Records the change in the same transaction, so that it can be undone
 * exactly once, even after a crash.
 */
export function drift(database: Sequelize, product: string, units: number): Promise<void> {
  return withLock(database, lock, async () => {
    await database.query(
      `CREATE TABLE IF NOT EXISTS fault_stock_drift (
         product_id VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY, units INT NOT NULL
       ) CHARACTER SET utf8mb4`,
    );
    await undo(database, product);
    await database.transaction(async (transaction) => {
      const run = (sql: string) =>
        database.query(sql, { replacements: { product, units }, type: QueryTypes.RAW, transaction });
      await run('INSERT INTO fault_stock_drift (product_id, units) VALUES (:product, :units)');
      await run('UPDATE products SET available = available + :units WHERE id = :product');
    });
  });
}

/** Undoes the drift of one product, or of all products. */
export const endDrift = (database: Sequelize, product?: string): Promise<void> =>
  withLock(database, lock, () => undo(database, product));

async function undo(database: Sequelize, product?: string): Promise<void> {
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
    // Without the table there was never a drift.
    if (!isTableMissing(error)) throw error;
  }
}
