import assert from 'node:assert/strict';
import { createConnection, type RowDataPacket } from 'mysql2/promise';
import { environment } from './environment.ts';

/** Queries the databases directly, past all caches. */
export async function query<Row extends object>(sql: string, values: unknown[] = []): Promise<Row[]> {
  const connection = await createConnection(environment.mariadbRootUrl);
  try {
    const [rows] = await connection.query<(Row & RowDataPacket)[]>(sql, values);
    return rows;
  } finally {
    await connection.end();
  }
}

/** Asserts the number of a user's orders by status: `{ confirmed: 300 }`. */
export async function assertOrders(userId: string, expected: Record<string, number>): Promise<void> {
  const rows = await query<{ status: string; count: number }>(
    'SELECT status, COUNT(*) AS count FROM orders.orders WHERE user_id = ? GROUP BY status',
    [userId],
  );
  assert.deepEqual(Object.fromEntries(rows.map(({ status, count }) => [status, Number(count)])), expected);
}

/** Asserts that initial stock + ledger = available stock for every product, and that only open orders hold stock. */
export async function assertStockExact(): Promise<void> {
  const wrong = await query(
    `SELECT id, initial_stock, available, COALESCE(SUM(\`change\`), 0) AS changed
     FROM products.products LEFT JOIN products.stock_ledger ON product_id = id
     GROUP BY id HAVING initial_stock + changed <> available OR available < 0`,
  );
  assert.deepEqual(wrong, [], 'initial stock and ledger add up to the available stock');
  const held = await query(
    `SELECT id, status, SUM(\`change\`) AS held FROM orders.orders JOIN products.stock_ledger ON order_id = id
     WHERE status IN ('rejected', 'cancelled') GROUP BY id HAVING held <> 0`,
  );
  assert.deepEqual(held, [], 'rejected and cancelled orders hold no stock');
}

/** Returns the number of items of a product that the orders of a user have taken from the stock. */
export async function taken(userId: string, productId: string): Promise<number> {
  const [row] = await query<{ taken: number | null }>(
    `SELECT -SUM(\`change\`) AS taken FROM products.stock_ledger JOIN orders.orders ON orders.id = order_id
     WHERE user_id = ? AND product_id = ?`,
    [userId, productId],
  );
  return Number(row?.taken ?? 0);
}
