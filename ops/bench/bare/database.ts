import { type Connection, createPool } from 'mysql2/promise';

const pool = createPool({ uri: process.env['DATABASE_URL'] ?? '', connectionLimit: 6 });

/** Runs work in a transaction, and repeats it after a deadlock. */
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

type Worker = 'stock' | 'orders';
type Message = { orderId: string; type: string };

const id = (worker: Worker, { orderId, type }: Message) => `${worker} ${type} ${orderId}`;

/** Returns the messages that a worker has not handled before. */
export async function unhandled<T extends Message>(
  connection: Connection,
  worker: Worker,
  events: readonly T[],
): Promise<T[]> {
  const ids = events.map((event) => id(worker, event));
  const [rows] = await connection.query('SELECT id FROM handled WHERE id IN (?)', [ids]);
  const known = new Set((rows as { id: string }[]).map((row) => row.id));
  return events.filter((event) => !known.has(id(worker, event)));
}

/** Records messages as handled by a worker, with the events that they caused. */
export async function record(
  connection: Connection,
  worker: Worker,
  handled: readonly Message[],
  caused: readonly Message[],
): Promise<void> {
  const byOrder = new Map(caused.map((event) => [event.orderId, event]));
  const rows = handled.map((event) => [id(worker, event), JSON.stringify(byOrder.get(event.orderId) ?? null)]);
  await connection.query('INSERT INTO handled VALUES ?', [rows]);
}

/** The statements that create the tables. */
export const tables = [
  'CREATE TABLE handled (id VARCHAR(80) PRIMARY KEY, caused TEXT NOT NULL)',
  'CREATE TABLE products (id VARCHAR(64) PRIMARY KEY, available INT UNSIGNED NOT NULL)',
  `CREATE TABLE ledger (order_id CHAR(36) NOT NULL, product_id VARCHAR(64) NOT NULL, quantity INT NOT NULL,
     PRIMARY KEY (order_id, product_id))`,
  `CREATE TABLE orders (id CHAR(36) PRIMARY KEY, status ENUM('placed', 'confirmed') NOT NULL, items TEXT NOT NULL,
     placed_at VARCHAR(30) NOT NULL)`,
];
