import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import { sqlTime } from '#platform/database/time.ts';
import type { Stock } from './stock.ts';

/** Returns a function that writes the new ledger lines and the changed reservations and stock, each with one statement. */
export const saveStock =
  (database: Sequelize) =>
  async (next: Stock, previous: Stock, transaction: Transaction): Promise<void> => {
    const now = sqlTime(new Date());
    const write = (sql: string, replacements: Record<string, unknown>) =>
      database.query(sql, { replacements, type: QueryTypes.RAW, transaction });

    const reservations = [...next.reservations]
      .filter(([orderId, reservation]) => previous.reservations.get(orderId) !== reservation)
      .map(([orderId, { status }]) => [orderId, status, now, now]);
    if (reservations.length > 0) {
      await write(
        `INSERT INTO reservations (order_id, status, created_at, updated_at) VALUES :reservations
         ON DUPLICATE KEY UPDATE status = VALUE(status), updated_at = VALUE(updated_at)`,
        { reservations },
      );
    }
    const lines = [...next.ledger].map(({ orderId, productId, reason, change }) => [
      orderId,
      productId,
      reason,
      change,
      now,
    ]);
    if (lines.length > 0) {
      await write('INSERT INTO stock_ledger (order_id, product_id, reason, `change`, at) VALUES :lines', { lines });
    }
    const changed = [...next.products.values()].filter((product) => previous.products.get(product.id) !== product);
    if (changed.length > 0) {
      const cases = changed.map(() => 'WHEN ? THEN ?').join(' ');
      await database.query(`UPDATE products SET available = CASE id ${cases} END WHERE id IN (?)`, {
        replacements: [...changed.flatMap(({ id, available }) => [id, available]), changed.map(({ id }) => id)],
        type: QueryTypes.RAW,
        transaction,
      });
    }
  };
