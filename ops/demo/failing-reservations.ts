import { createConnection } from 'mysql2/promise';

/** Makes the database of the products refuse chosen orders, for as often as it is told; nobody else's are touched. */
export interface Jam extends AsyncDisposable {
  /** The next so many attempts to reserve stock for this order fail. */
  order(orderId: string, attempts: number): Promise<void>;
  clear(): Promise<void>;
}

/** @param rootUrl a user of the database server who may make triggers */
export async function jamStock(rootUrl: string): Promise<Jam> {
  const database = await createConnection(rootUrl);
  const clear = async () => {
    await database.query('DROP TRIGGER IF EXISTS products.demo_jam');
    await database.query('DROP TABLE IF EXISTS products.demo_jam');
  };
  await clear();
  // Not a transactional table: it counts what is rolled back.
  await database.query(
    'CREATE TABLE products.demo_jam (order_id CHAR(36) PRIMARY KEY, attempts INT NOT NULL) ENGINE=MyISAM',
  );
  await database.query(
    `CREATE TRIGGER products.demo_jam BEFORE INSERT ON products.stock_ledger FOR EACH ROW
     IF EXISTS (SELECT 1 FROM products.demo_jam WHERE order_id = NEW.order_id AND attempts > 0) THEN
       UPDATE products.demo_jam SET attempts = attempts - 1 WHERE order_id = NEW.order_id;
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'jammed by the demo';
     END IF`,
  );
  return {
    order: async (orderId, attempts) => {
      await database.query('INSERT INTO products.demo_jam VALUES (?, ?)', [orderId, attempts]);
    },
    clear,
    [Symbol.asyncDispose]: async () => {
      await clear();
      await database.end();
    },
  };
}
