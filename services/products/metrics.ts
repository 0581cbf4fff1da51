import { metrics } from '@opentelemetry/api';
import { QueryTypes, type Sequelize } from 'sequelize';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';

/** Each product is a series of its own: only so many are told, the first of the catalogue. */
const toldProducts = 50;

const second = 1_000;

interface StockOf {
  id: string;
  available: number;
  taken: number;
}

/**
 * Measures the stock, as metrics. Each instance of product-service tells the same: take the maximum.
 * @param prepared settles when the tables are there
 */
export async function measureStock(database: Sequelize, prepared: Promise<unknown>): Promise<() => Promise<void>> {
  await prepared;
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

function readStock(database: Sequelize): Promise<StockOf[]> {
  return database.query<StockOf>(
    `SELECT id, available, CAST(initial_stock AS SIGNED) - CAST(available AS SIGNED) AS taken
     FROM products ORDER BY position, id LIMIT :limit`,
    { replacements: { limit: toldProducts }, type: QueryTypes.SELECT },
  );
}

/**
 * How many products have an available stock below zero, or that the initial stock and the ledger do not explain. One
 * statement, so one consistent snapshot. It reads the whole ledger, for a line that was changed or lost may be an old
 * one: in the order of the table (up to a second for a million lines), which is several times as fast as by the index.
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

function report(stock: PeriodicMeasurement<StockOf[]>, violations: PeriodicMeasurement<number>): void {
  const meter = metrics.getMeter('orderflow');
  const available = meter.createObservableGauge('orderflow.stock.available', {
    description: `What can be ordered of a product; the first ${toldProducts} of the catalogue`,
    unit: '{item}',
  });
  const taken = meter.createObservableGauge('orderflow.stock.taken', {
    description: 'What orders hold of a product: initial stock less what is available',
    unit: '{item}',
  });
  const violated = meter.createObservableGauge('orderflow.stock.violations', {
    description: 'Products whose initial stock and ledger do not add up to what is available: must be 0',
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
