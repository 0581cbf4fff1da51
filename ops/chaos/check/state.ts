import type { Connection, RowDataPacket } from 'mysql2/promise';
import type { Item } from '../journal.ts';

export type Status = 'pending' | 'confirmed' | 'rejected' | 'cancelled';

export interface StoredOrder {
  id: string;
  userId: string | null;
  status: Status;
  stock: string;
  items: readonly Item[];
  placedAt: Date | null;
  history: readonly { status: Status; at: Date }[];
}

export interface LedgerLine {
  orderId: string;
  productId: string;
  reason: 'reserved' | 'released';
  change: number;
}

/** What the databases say at one moment. */
export interface State {
  orders: ReadonlyMap<string, StoredOrder>;
  products: readonly { id: string; initial: number; available: number }[];
  /** Status by order id. */
  reservations: ReadonlyMap<string, string>;
  ledger: readonly LedgerLine[];
}

/** Reads all of it from one snapshot, so that what is changed together is seen together. */
export async function readState(database: Connection): Promise<State> {
  const rows = async <Row extends object>(sql: string) => (await database.query<(Row & RowDataPacket)[]>(sql))[0];
  await database.query('SET TRANSACTION ISOLATION LEVEL REPEATABLE READ');
  await database.query('START TRANSACTION WITH CONSISTENT SNAPSHOT, READ ONLY');
  const orders = await rows<OrderRow>('SELECT id, user_id, status, stock, items, placed_at FROM orders.orders');
  // An enum is sorted in the order of a life: steps of the same millisecond are told apart by it.
  const history = await rows<{ order_id: string; status: Status; at: Date }>(
    'SELECT order_id, status, at FROM orders.order_history ORDER BY order_id, at, status',
  );
  const products = await rows<State['products'][number]>(
    'SELECT id, initial_stock AS initial, available FROM products.products ORDER BY id',
  );
  const reservations = await rows<{ order_id: string; status: string }>(
    'SELECT order_id, status FROM products.reservations',
  );
  const ledger = await rows<LedgerLine>(
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
