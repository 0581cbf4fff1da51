import { Map as PersistentMap } from 'immutable';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { ReceivedEvent } from '#events/catalog.ts';
import { sqlTime } from '#platform/database/time.ts';
import type { Consumed, Orders } from './decide.ts';
import { expired, type Order, type Placement, type Price, type Status, type StockResult } from './order.ts';

/**
 * Returns a function that reads the orders of some events and locks them in primary-key order. `orders` and `stock` are
 * consumed concurrently and only a row can be locked, so it inserts a row for each unknown order. The statement returns
 * all rows, old and new (MariaDB, "INSERT...RETURNING").
 */
export const loadOrders =
  (database: Sequelize) =>
  async (events: readonly ReceivedEvent<Consumed>[], transaction: Transaction): Promise<Orders> => {
    const ids = [...new Set(events.map(({ data }) => data.orderId))].sort();
    const now = sqlTime(new Date());
    const rows = await database.query<OrderRow>(
      `INSERT INTO orders (id, status, updated_at) VALUES :rows ON DUPLICATE KEY UPDATE id = orders.id
       RETURNING id, user_id, status, stock, items, total_cents, reason, shortages, trace_id, placed_at,
         cancellation_requests, updated_at`,
      { replacements: { rows: ids.map((id) => [id, 'pending', now]) }, type: QueryTypes.SELECT, transaction },
    );
    return PersistentMap(rows.map((row) => [row.id, toOrder(row)]));
  };

type Rejection = Extract<StockResult, { status: 'rejected' }>;

/** MariaDB's JSON is a text type, so the driver may return text. */
interface OrderRow {
  id: string;
  user_id: string | null;
  status: Status;
  stock: StockResult['status'];
  /** With names and prices once `total_cents` is known. */
  items: string | object | null;
  total_cents: number | null;
  reason: Rejection['reason'] | typeof expired | null;
  /** Null in rows of programs that did not know it. */
  shortages: string | Rejection['shortages'] | null;
  trace_id: string | null;
  placed_at: Date | null;
  cancellation_requests: string | string[] | null;
  updated_at: Date;
}

function toOrder(row: OrderRow): Order {
  const items = parse(row.items);
  return {
    id: row.id,
    status: row.status,
    placed: toPlacement(row, items),
    cancellationRequests: parse(row.cancellation_requests) ?? [],
    stock: toStockResult(row, items),
    isExpired: row.reason === expired,
    changedAt: row.updated_at,
    history: [],
  };
}

function parse(json: string | object | null) {
  return typeof json === 'string' ? JSON.parse(json) : json;
}

function toPlacement(row: OrderRow, items: Placement['items']): Placement | null {
  if (row.placed_at === null || row.user_id === null) return null;
  return { userId: row.user_id, at: row.placed_at, traceId: row.trace_id, items };
}

function toStockResult(row: OrderRow, items: Price['items']): StockResult {
  const { id, stock, total_cents: totalCents, reason } = row;
  const price = totalCents === null ? null : { items, totalCents };
  if (stock === 'unknown') return { status: stock };
  if (stock === 'released') return { status: stock, price };
  if (stock === 'reserved' && price !== null) return { status: stock, price };
  if (stock === 'rejected' && reason !== null && reason !== expired)
    return { status: stock, reason, shortages: parse(row.shortages) ?? [] };
  throw new Error(`order ${id} has stock ${stock} without a price or a reason`);
}
