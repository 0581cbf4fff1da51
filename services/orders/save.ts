import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { sqlTime } from '#platform/database/time.ts';
import type { Orders } from './decide.ts';
import { latest } from './latest.ts';
import { expired, type Order } from './order.ts';

/** Returns a function that writes the changed orders and the new steps of their histories, each with one statement. */
export const saveOrders =
  (database: Sequelize) =>
  async (next: Orders, previous: Orders, transaction: Transaction): Promise<void> => {
    const changed = [...next.values()].filter((order) => previous.get(order.id) !== order);
    const now = new Date();
    const rows = changed
      .toSorted((a, b) => (a.id < b.id ? -1 : 1))
      .map((order) => [...columns(order), sqlTime(changedAt(order, now))]);
    if (rows.length > 0) {
      await database.query(
        `INSERT INTO orders (id, user_id, status, stock, items, total_cents, reason, shortages, trace_id, placed_at,
           cancellation_requests, updated_at)
         VALUES :rows
         ON DUPLICATE KEY UPDATE user_id = VALUE(user_id), status = VALUE(status), stock = VALUE(stock),
           items = VALUE(items), total_cents = VALUE(total_cents), reason = VALUE(reason), shortages = VALUE(shortages),
           trace_id = VALUE(trace_id), placed_at = VALUE(placed_at), cancellation_requests = VALUE(cancellation_requests),
           updated_at = VALUE(updated_at)`,
        { replacements: { rows }, type: QueryTypes.RAW, transaction },
      );
    }
    const steps = changed.flatMap(({ id, history }) => history.map(({ status, at }) => [id, status, sqlTime(at)]));
    if (steps.length > 0) {
      await database.query('INSERT IGNORE INTO order_history (order_id, status, at) VALUES :steps', {
        replacements: { steps },
        type: QueryTypes.RAW,
        transaction,
      });
    }
  };

/** Returns the time of a change, which is not before an earlier one: the clocks of two machines differ. */
const changedAt = (order: Order, now: Date): Date => latest([now, order.changedAt, order.history.at(-1)?.at]);

/** Returns the values of an order's row, in the order of the columns of the statement. */
function columns({ id, status, placed, cancellationRequests, stock, isExpired }: Order): unknown[] {
  const price = 'price' in stock ? stock.price : null;
  const items = price?.items ?? placed?.items;
  const rejection = stock.status === 'rejected' ? stock.reason : null;
  const reason = isExpired ? expired : rejection;
  return [
    id,
    placed?.userId ?? null,
    status,
    stock.status,
    items === undefined ? null : JSON.stringify(items),
    price?.totalCents ?? null,
    reason,
    stock.status === 'rejected' && stock.shortages.length > 0 ? JSON.stringify(stock.shortages) : null,
    placed?.traceId ?? null,
    placed && sqlTime(placed.at),
    cancellationRequests.length === 0 ? null : JSON.stringify(cancellationRequests),
  ];
}
