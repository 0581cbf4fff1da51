import { Map as PersistentMap } from 'immutable';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { ReceivedEvent } from '#events/catalog.ts';
import { sqlTime } from '#platform/database/time.ts';
import type { Order, Orders } from './decide.ts';

/**
 * Reads the orders of these events and locks them in primary-key order. `orders` and `stock` are consumed at the same
 * time: a row is inserted for an unknown order, because only a row can be locked. The statement
 * answers with the rows as they are then, old or new (MariaDB, "INSERT...RETURNING").
 */
export const loadOrders =
  (database: Sequelize) =>
  async (events: readonly ReceivedEvent[], transaction: Transaction): Promise<Orders> => {
    const ids = [...new Set(events.map(({ data }) => data.orderId))].sort();
    const now = sqlTime(new Date());
    const rows = await database.query<OrderRow>(
      `INSERT INTO orders (id, status, updated_at) VALUES :rows ON DUPLICATE KEY UPDATE id = orders.id
       RETURNING id, user_id, status, stock, items, total_cents, reason, trace_id, placed_at`,
      { replacements: { rows: ids.map((id) => [id, 'pending', now]) }, type: QueryTypes.SELECT, transaction },
    );
    return PersistentMap(rows.map((row) => [row.id, toOrder(row)]));
  };

interface OrderRow {
  id: string;
  user_id: string | null;
  status: Order['status'];
  stock: Order['stock'];
  items: string | Order['items'];
  total_cents: number | null;
  reason: Order['reason'];
  trace_id: string | null;
  placed_at: Date | null;
}

const toOrder = (row: OrderRow): Order => ({
  id: row.id,
  status: row.status,
  userId: row.user_id,
  placedAt: row.placed_at,
  traceId: row.trace_id,
  stock: row.stock,
  // MariaDB's JSON is a text type.
  items: typeof row.items === 'string' ? JSON.parse(row.items) : row.items,
  totalCents: row.total_cents,
  reason: row.reason,
  history: [],
});
