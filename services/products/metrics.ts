import { metrics } from '@opentelemetry/api';
import { QueryTypes, type Sequelize } from 'sequelize';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';

/** One series per product, so only the first 50 products are reported. */
const reportedProducts = 50;

const second = 1_000;

interface ProductStock {
  id: string;
  available: number;
  taken: number;
}

/**
 * Measures the stock. Every replica of product-service reports the same values; aggregate with max().
 * @param migrated resolves when the tables exist
 * @returns a function that stops the measurements
 */
export async function measureStock(database: Sequelize, migrated: Promise<unknown>): Promise<() => Promise<void>> {
  await migrated;
  const stock = measurePeriodically({ name: 'the stock', intervalMs: 5 * second, measure: () => readStock(database) });
  const violations = measurePeriodically({
    name: 'the stock against its ledger',
    intervalMs: 15 * second,
    busyShare: 0.01,
    measure: () => countViolations(database),
  });
  report(stock, violations);
  return async () => {
    await Promise.all([stock.stop(), violations.stop()]);
  };
}

function readStock(database: Sequelize): Promise<ProductStock[]> {
  return database.query<ProductStock>(
    `SELECT id, available, CAST(initial_stock AS SIGNED) - CAST(available AS SIGNED) AS taken
     FROM products ORDER BY position, id LIMIT :limit`,
    { replacements: { limit: reportedProducts }, type: QueryTypes.SELECT },
  );
}

/**
 * Counts the products whose available stock is below zero or differs from the initial stock plus the ledger. One statement
 * gives a consistent snapshot. It reads the whole ledger, because an old line may have been changed or lost. Reading in
 * table order takes up to a second for a million lines, several times less than by the index.
 */
export async function countViolations(database: Sequelize): Promise<number> {
  const [row] = await database.query<{ count: number }>(
    `SELECT COUNT(*) AS count
     FROM products
     LEFT JOIN (
       SELECT product_id, SUM(\`change\`) AS changed FROM stock_ledger IGNORE INDEX (product_id) GROUP BY product_id
     ) ledger ON ledger.product_id = products.id
     WHERE initial_stock + COALESCE(changed, 0) <> available OR available < 0`,
    { type: QueryTypes.SELECT },
  );
  return row?.count ?? 0;
}

function report(stock: PeriodicMeasurement<ProductStock[]>, violations: PeriodicMeasurement<number>): void {
  const meter = metrics.getMeter('orderflow');
  const available = meter.createObservableGauge('orderflow.stock.available', {
    description: `Available stock of each of the first ${reportedProducts} products`,
    unit: '{item}',
  });
  const taken = meter.createObservableGauge('orderflow.stock.taken', {
    description: 'Stock of a product that orders have reserved: initial stock minus available stock',
    unit: '{item}',
  });
  const violated = meter.createObservableGauge('orderflow.stock.violations', {
    description: 'Products whose initial stock and ledger do not add up to the available stock: must be 0',
    unit: '{product}',
  });
  meter.addBatchObservableCallback(
    (result) => {
      for (const product of stock.latest() ?? []) {
        result.observe(available, product.available, { product: product.id });
        result.observe(taken, product.taken, { product: product.id });
      }
      const count = violations.latest();
      if (count !== undefined) result.observe(violated, count);
    },
    [available, taken, violated],
  );
}
