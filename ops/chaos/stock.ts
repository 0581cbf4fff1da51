import { createConnection } from 'mysql2/promise';

/** Reduces the stock of one product, so that orders compete for it. Returns the ids of all products. */
export async function prepareStock(rootUrl: string): Promise<string[]> {
  const database = await createConnection(rootUrl);
  try {
    await database.query(
      "UPDATE products.products SET available = 200, initial_stock = 200 WHERE id = 'clavier-mecanique'",
    );
    const [rows] = await database.query('SELECT id FROM products.products ORDER BY id');
    return (rows as { id: string }[]).map(({ id }) => id);
  } finally {
    await database.end();
  }
}
