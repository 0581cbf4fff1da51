import { createConnection } from 'mysql2/promise';

/** A failure, in the database, of the stock reservations of chosen orders only. */
export interface FailingReservations extends AsyncDisposable {
  /** Makes the next `attempts` attempts to reserve stock for this order fail. */
  failFor(orderId: string, attempts: number): Promise<void>;
  /** Lets every reservation succeed again. */
  clear(): Promise<void>;
}

/**
 * Installs the trigger that fails reservations. Disposing of the result removes it.
 * @param rootUrl the database server, with a user who may create triggers
 */
export async function failReservations(rootUrl: string): Promise<FailingReservations> {
  const database = await createConnection(rootUrl);
  const clear = async () => {
    await database.query('DROP TRIGGER IF EXISTS products.demo_jam');
    await database.query('DROP TABLE IF EXISTS products.demo_jam');
  };
  await clear();
  // MyISAM has no transactions: the count of failed attempts survives the rollback.
  await database.query(
    'CREATE TABLE products.demo_jam (order_id CHAR(36) PRIMARY KEY, attempts INT NOT NULL) ENGINE=MyISAM',
  );
  await database.query(
    `CREATE TRIGGER products.demo_jam BEFORE INSERT ON products.stock_ledger FOR EACH ROW
     IF EXISTS (SELECT 1 FROM products.demo_jam WHERE order_id = NEW.order_id AND attempts > 0) THEN
       UPDATE products.demo_jam SET attempts = attempts - 1 WHERE order_id = NEW.order_id;
       SIGNAL SQLSTATE '45000' SET MESSAGE_TEXT = 'reservation failed by the demo';
     END IF`,
  );
  return {
    failFor: async (orderId, attempts) => {
      await database.query('INSERT INTO products.demo_jam VALUES (?, ?)', [orderId, attempts]);
    },
    clear,
    [Symbol.asyncDispose]: async () => {
      await clear();
      await database.end();
    },
  };
}
