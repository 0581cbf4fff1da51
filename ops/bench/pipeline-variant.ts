import { randomUUID } from 'node:crypto';
import { createConnection } from 'mysql2/promise';
import { Customer } from '../clients/customer.ts';
import { databaseUrl } from '../stack/database-url.ts';
import { unlimitedStock, type Variant } from './variant.ts';

/** Orderflow's own pipeline. */
export const pipeline: Omit<Variant, 'title' | 'env' | 'components'> = {
  workers: ['product-worker', 'order-worker'],
  async prepare(paths, secrets) {
    const database = await createConnection(databaseUrl(paths, secrets, 'root'));
    const stock = [unlimitedStock, unlimitedStock];
    await database.query('UPDATE products.products SET available = ?, initial_stock = ?', stock);
    const [rows] = await database.query('SELECT id FROM products.products');
    await database.end();
    const account = { username: `bench-${Date.now()}`, password: randomUUID() };
    const customer = await Customer.signUp({ url: `http://127.0.0.1:${paths.ports.frontend}` }, account);
    return { products: (rows as { id: string }[]).map(({ id }) => id), token: customer.token };
  },
  placed(orderId, productId) {
    const time = new Date().toISOString();
    return {
      value: JSON.stringify({ orderId, userId: orderId, items: [{ productId, quantity: 1 }] }),
      headers: {
        ce_specversion: '1.0',
        ce_id: `backlog-${orderId}`,
        ce_type: 'order.placed.v1',
        ce_source: '/orderflow/bench',
        ce_time: time,
        ce_subject: orderId,
        'content-type': 'application/json',
      },
    };
  },
};
