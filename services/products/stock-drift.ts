import { QueryTypes, type Sequelize } from 'sequelize';
import { isTableMissing } from '#platform/database/unavailable.ts';

/**
 * Changes the stock of a product without a ledger line. Records the change in the same transaction, so that it can be undone
 * exactly once, even after a crash. Replaces an earlier drift of the product: processes that begin the fault at once wait for
 * each other at the first statement of the transaction, and the stock drifts once.
 */
export async function drift(database: Sequelize, product: string, units: number): Promise<void> {
  await database.query(
    `CREATE TABLE IF NOT EXISTS fault_stock_drift (
       product_id VARCHAR(64) COLLATE utf8mb4_nopad_bin NOT NULL PRIMARY KEY, units INT NOT NULL
     ) CHARACTER SET utf8mb4`,
  );
  await database.transaction(async (transaction) => {
    const run = (sql: string) =>
      database.query(sql, { replacements: { product, units }, type: QueryTypes.RAW, transaction });
    await run('INSERT INTO fault_stock_drift VALUES (:product, 0) ON DUPLICATE KEY UPDATE product_id = :product');
    await run(
      `UPDATE products JOIN fault_stock_drift ON product_id = id
       SET available = available - fault_stock_drift.units + :units WHERE id = :product`,
    );
    await run('UPDATE fault_stock_drift SET units = :units WHERE product_id = :product');
  });
}

/** Undoes the drift of one product, or of all products. */
export async function endDrift(database: Sequelize, product?: string): Promise<void> {
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
