import assert from 'node:assert/strict';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { environment } from './environment.ts';

/** Asks the databases themselves, which telemetry and caches cannot embellish. */
export async function query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const connection = await createConnection(environment.mariadbRootUrl);
  try {
    const [rows] = await connection.query<(Row & RowDataPacket)[]>(sql, values);
    return rows;
  } finally {
    await connection.end();
  }
}

/** Every order of a user is there once, in these statuses: `{ confirmed: 300 }`. */
export async function assertOrders(userId: string, expected: Record<string, number>): Promise<void> {
  const rows = await query<{ status: string; count: number }>(
    'SELECT status, COUNT(*) AS count FROM orders.orders WHERE user_id = ? GROUP BY status',
    [userId],
  );
  assert.deepEqual(Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)])), expected);
}

/** Initial stock + ledger = what is available, for every product; no line is there twice; only open orders hold stock. */
export async function assertStockExact(): Promise<void> {
  const wrong = await query(
    `SELECT id, initial_stock, available, COALESCE(SUM(\`change\`), 0) AS changed
     FROM products.products LEFT JOIN products.stock_ledger ON product_id = id
     GROUP BY id HAVING initial_stock + changed <> available OR available < 0`,
  );
  assert.deepEqual(wrong, [], 'initial stock and ledger explain what is available');
  const held = await query(
    `SELECT id, status, SUM(\`change\`) AS held FROM orders.orders JOIN products.stock_ledger ON order_id = id
     WHERE status IN ('rejected', 'cancelled') GROUP BY id HAVING held <> 0`,
  );
  assert.deepEqual(held, [], 'rejected and cancelled orders hold no stock');
}

/** How many items of a product the orders of a user have taken from the stock. */
export async function taken(userId: string, productId: string): Promise<number> {
  const [row] = await query<{ taken: number | null }>(
    `SELECT -SUM(\`change\`) AS taken FROM products.stock_ledger JOIN orders.orders ON orders.id = order_id
     WHERE user_id = ? AND product_id = ?`,
    [userId, productId],
  );
  return Number(row?.taken ?? 0);
}
