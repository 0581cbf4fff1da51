import { type Connection, createConnection, type RowDataPacket } from 'mysql2/promise';
import type { Item } from '../../clients/order.ts';

/** An order's status. */
export type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

/** An order in the database. */
export interface StoredOrder {
  id: string;
  userId: string | null;
  status: Status;
  stock: string;
  items: readonly Item[];
  placedAt: Date | null;
  history: readonly { status: Status; at: Date }[];
}

/** A change of a product's stock for an order. */
export interface LedgerRow {
  orderId: string;
  productId: string;
  reason: 'reserved' | 'released';
  change: number;
}

/** The content of the databases at one moment. */
export interface State {
  orders: ReadonlyMap<string, StoredOrder>;
  products: readonly { id: string; initial: number; available: number }[];
  /** The status of each reservation, by order id. */
  reservations: ReadonlyMap<string, string>;
  ledger: readonly LedgerRow[];
}

const answerWithinMs = 20_000;

/**
 * Reads the state over a new connection.
 * @throws {Error} when the database does not respond within 20 s
 */
export async function readCurrentState(rootUrl: string): Promise<State> {
  const database = await createConnection({ uri: rootUrl, timezone: 'Z', connectTimeout: 2_000 });
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('the database does not respond')), answerWithinMs);
  try {
    return await Promise.race([readState(database), timeout]);
  } finally {
    clearTimeout(timer);
    database.destroy();
  }
}

/** Reads all tables from one snapshot, so that the changes of a transaction are seen together. */
async function readState(database: Connection): Promise<State> {
  const rows = async <Row extends object>(sql: string) => (await database.query<(Row & RowDataPacket)[]>(sql))[0];
  await database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await database.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  const orders = await rows<OrderRow>('SELECT id, user_id, status, stock, items, placed_at FROM orders.orders');
  // Ties on `at` are broken by the status: MariaDB sorts an enum in the order of its definition.
  const history = await rows<{ order_id: string; status: Status; at: Date }>(
    'SELECT order_id, status, at FROM orders.order_history ORDER BY order_id, at, status',
  );
  const products = await rows<State['products'][number]>(
    'SELECT id, initial_stock AS initial, available FROM products.products ORDER BY id',
  );
  const reservations = await rows<{ order_id: string; status: string }>(
    'SELECT order_id, status FROM products.reservations',
  );
  const ledger = await rows<LedgerRow>(
    'SELECT order_id AS orderId, product_id AS productId, reason, `change` FROM products.stock_ledger',
  );
  await database.query('COMMIT');
  const steps = Map.groupBy(history, ({ order_id }) => order_id);
  return {
    orders: new Map(orders.map((row) => [row.id, toOrder(row, steps.get(row.id) ?? [])])),
    products,
    reservations: new Map(reservations.map(({ order_id, status }) => [order_id, status])),
    ledger,
  };
}

interface OrderRow {
  id: string;
  user_id: string | null;
  status: Status;
  stock: string;
  items: string | Item[] | null;
  placed_at: Date | null;
}

function toOrder(row: OrderRow, history: readonly { status: Status; at: Date }[]): StoredOrder {
  const items = typeof row.items === 'string' ? (JSON.parse(row.items) as Item[]) : (row.items ?? []);
  return {
    id: row.id,
    userId: row.user_id,
    status: row.status,
    stock: row.stock,
    items: items.map(({ productId, quantity }) => ({ productId, quantity })),
    placedAt: row.placed_at,
    history: history.map(({ status, at }) => ({ status, at })),
  };
}
