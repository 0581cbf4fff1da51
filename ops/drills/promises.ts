import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { askJson } from '../doctor/ask.ts';
import type { Site } from './drilled-stack.ts';
import type { Traffic } from './traffic.ts';

/** What is not as Orderflow promises, a line each: orders, messages, stock. */
export async function brokenPromises(site: Site, traffic: Traffic): Promise<string[]> {
  const [orders, telemetry, stock] = await Promise.all([traffic.broken(), notZero(site), wrongStock(site)]);
  return [...orders, ...telemetry, ...stock];
}

/** As runbooks/README.md asks them: all are 0 when no order was lost. */
const zeros = [
  'sum(max by (group, topic) (orderflow_consumer_lag))',
  'sum(max by (topic) (orderflow_dead_letters_open))',
  'max(orderflow_orders_pending_age_seconds)',
  'max(orderflow_stock_violations)',
];

async function notZero({ prometheus }: Site): Promise<string[]> {
  const values = await Promise.all(
    zeros.map(async (query) => {
      const { data } = await askJson<{ data: { result: { value: [number, string] }[] } }>(
        `${prometheus}/api/v1/query?${new URLSearchParams({ query })}`,
      );
      return [query, data.result[0]?.value[1] ?? 'not told'] as const;
    }),
  );
  return values.flatMap(([query, value]) => (value === '0' ? [] : `${query} is ${value}`));
}

/** Asks the database itself: initial stock and ledger explain what is available, and only open orders hold stock. */
async function wrongStock({ rootUrl }: Site): Promise<string[]> {
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
      ...products.map(({ id }) => `the stock of ${id} is not what its ledger tells`),
      ...orders.map(({ id }) => `order ${id} is not open and holds stock`),
    ];
  } finally {
    await database.end();
  }
}
