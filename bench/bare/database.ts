import { type Connection, createPool } from 'mysql2/promise';

const pool = createPool({ uri: process.env['DATABASE_URL'] ?? '', connectionLimit: 6 });

/** All of the work or none of it; again after a deadlock. */
export async function transaction(work: (connection: Connection) => Promise<void>): Promise<void> {
  for (;;) {
    const connection = await pool.getConnection();
    try {
      await connection.query('SET TRANSACTION ISOLATION LEVEL READ COMMITTED');
      await connection.beginTransaction();
      await work(connection);
      await connection.commit();
      return;
    } catch (error) {
      await connection.rollback();
      if ((error as { code?: string }).code !== 'ER_LOCK_DEADLOCK') throw error;
    } finally {
      connection.release();
    }
  }
}

/** Which of these messages were not handled before. */
export async function fresh<T extends { orderId: string; type: string }>(
  connection: Connection,
  events: readonly T[],
): Promise<T[]> {
  const id = ({ orderId, type }: T) => `${type} ${orderId}`;
  const [rows] = await connection.query('SELECT id FROM handled WHERE id IN (?) FOR UPDATE', [events.map(id)]);
  const known = new Set((rows as { id: string }[]).map((row) => row.id));
  return events.filter((event) => !known.has(id(event)));
}

/** Records messages as handled, with what they caused. */
export async function record(
  connection: Connection,
  handled: readonly { orderId: string; type: string }[],
  caused: readonly object[],
): Promise<void> {
  const rows = handled.map(({ orderId, type }, n) => [`${type} ${orderId}`, JSON.stringify(caused[n] ?? null)]);
  await connection.query('INSERT INTO handled VALUES ?', [rows]);
}

/** One statement each. */
export const tables = [
  'CREATE TABLE handled (id VARCHAR(64) PRIMARY KEY, caused TEXT NOT NULL)',
  'CREATE TABLE products (id VARCHAR(64) PRIMARY KEY, available INT UNSIGNED NOT NULL)',
  `CREATE TABLE ledger (order_id CHAR(36) NOT NULL, product_id VARCHAR(64) NOT NULL, quantity INT NOT NULL,
     PRIMARY KEY (order_id, product_id))`,
  `CREATE TABLE orders (id CHAR(36) PRIMARY KEY, status ENUM('placed', 'confirmed') NOT NULL, items TEXT NOT NULL,
     placed_at VARCHAR(30) NOT NULL)`,
];
