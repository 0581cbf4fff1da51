import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { querySamples } from '../clients/prometheus.ts';
import type { DrilledStack } from './drilled-stack.ts';
import type { Traffic } from './traffic.ts';

/** Returns a line for each lost, duplicated or pending order, each metric that shows unfinished work, and each stock mismatch. */
export async function findViolations(stack: DrilledStack, traffic: Traffic): Promise<string[]> {
  const [orders, metrics, stock] = await Promise.all([
    traffic.brokenOrders(),
    metricsAboveZero(stack),
    stockMismatches(stack),
  ]);
  return [...orders, ...metrics, ...stock];
}

/** The queries of runbooks/README.md: all are 0 when no order was lost. */
const queries = [
  'sum(max by (group, topic) (orderflow_consumer_lag))',
  'sum(max by (topic) (orderflow_dead_letters_open))',
  'max(orderflow_orders_pending_age_seconds)',
  'max(orderflow_stock_violations)',
];

async function metricsAboveZero({ prometheus }: DrilledStack): Promise<string[]> {
  const found = await Promise.all(
    queries.map(async (query) => [query, (await querySamples(prometheus, query))[0]?.value] as const),
  );
  return found.flatMap(([query, value]) => (value === 0 ? [] : `${query} is ${value ?? 'missing'}`));
}

/**
 * Reads from the database whether initial stock and ledger add up to the available stock, and whether rejected or
 * cancelled orders hold stock.
 */
async function stockMismatches({ rootUrl }: DrilledStack): Promise<string[]> {
  const database = await createConnection(rootUrl);
  try {
    const [products] = await database.query<RowDataPacket[]>(
      `SELECT id, initial_stock, available FROM products.products LEFT JOIN products.stock_ledger ON product_id = id
       GROUP BY id HAVING initial_stock + COALESCE(SUM(\`change\`), 0) <> available OR available < 0`,
    );
    const [orders] = await database.query<RowDataPacket[]>(
      `SELECT id, SUM(\`change\`) AS held FROM orders.orders JOIN products.stock_ledger ON order_id = id
       WHERE status IN ('rejected', 'cancelled') GROUP BY id HAVING held <> 0`,
    );
    return [
      ...products.map(({ id }) => `the stock of ${id} does not match its ledger`),
      ...orders.map(({ id }) => `order ${id} is rejected or cancelled, but holds stock`),
    ];
  } finally {
    await database.end();
  }
}
