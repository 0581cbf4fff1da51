import { List as PersistentList, Map as PersistentMap } from 'immutable';
import { QueryTypes, type Sequelize, type Transaction } from 'sequelize';
import type { ReceivedEvent } from '#events/catalog.ts';
import type { Consumed } from './decide.ts';
import type { OrderedItem, Product, Reservation, Stock } from './stock.ts';

/**
 * Returns a function that reads the stock and the reservations that some events concern. It locks rows in primary-key order,
 * so that workers cannot deadlock. It reads the items of a reservation only if the order releases it.
 */
export const loadStock =
  (database: Sequelize) =>
  async (events: readonly ReceivedEvent<Consumed>[], transaction: Transaction): Promise<Stock> => {
    const select = <Row extends object>(sql: string, ids: readonly string[]): Promise<Row[]> =>
      ids.length === 0
        ? Promise.resolve([])
        : database.query<Row>(sql, { replacements: { ids }, type: QueryTypes.SELECT, transaction });

    const decided = await select<{ order_id: string; status: Reservation['status'] }>(
      'SELECT order_id, status FROM reservations WHERE order_id IN (:ids) ORDER BY order_id FOR UPDATE',
      [...new Set(events.map(({ data }) => data.orderId))],
    );
    const released = new Set(events.filter(({ type }) => type !== 'order.placed').map(({ data }) => data.orderId));
    const reserved = await select<{ order_id: string; product_id: string; change: number }>(
      "SELECT order_id, product_id, `change` FROM stock_ledger WHERE order_id IN (:ids) AND reason = 'reserved'",
      decided.filter((row) => row.status === 'reserved' && released.has(row.order_id)).map((row) => row.order_id),
    );
    const items = Object.groupBy(reserved, ({ order_id }) => order_id);
    const ordered = events.flatMap((event) => (event.type === 'order.placed' ? event.data.items : []));
    const products = await select<ProductRow>(
      'SELECT id, name_fr, name_en, price_cents, available FROM products WHERE id IN (:ids) ORDER BY id FOR UPDATE',
      [...new Set([...ordered.map((item) => item.productId), ...reserved.map((row) => row.product_id)])],
    );
    return {
      products: PersistentMap(products.map((row) => [row.id, toProduct(row)])),
      reservations: PersistentMap(
        decided.map(({ order_id, status }): [string, Reservation] => [
          order_id,
          status === 'reserved' ? { status, items: (items[order_id] ?? []).map(toItem) } : { status },
        ]),
      ),
      ledger: PersistentList(),
    };
  };

interface ProductRow {
  id: string;
  name_fr: string;
  name_en: string;
  price_cents: number;
  available: number;
}

const toProduct = (row: ProductRow): Product => ({
  id: row.id,
  name: { fr: row.name_fr, en: row.name_en },
  priceCents: row.price_cents,
  available: row.available,
});

const toItem = (row: { product_id: string; change: number }): OrderedItem => ({
  productId: row.product_id,
  quantity: -row.change,
});
