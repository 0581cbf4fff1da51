// ops/bench/bare/stock.ts: reserves the stock of placed orders
import { record, transaction, unhandled } from './database.ts';
import { consume, type Event, send } from './kafka.ts';

await consume('stock', ['orders'], async (events) => {
  const placed = events.filter(({ type }) => type === 'order.placed');
  if (placed.length === 0) return;
  let reserved: Event[] = [];
  await transaction(async (connection) => {
    const orders = await unhandled(connection, 'stock', placed);
    reserved = placed.map((event) => ({ ...event, type: 'stock.reserved' }));
    if (orders.length === 0) return;
    const lines = orders.flatMap(({ orderId, items }) =>
      items.map(({ productId, quantity }) => [orderId, productId, quantity] as const),
    );
    const change = new Map<string, number>();
    for (const [, product, quantity] of lines) change.set(product, (change.get(product) ?? 0) + quantity);
    const products = [...change.keys()].sort();
    await connection.query('SELECT id FROM products WHERE id IN (?) ORDER BY id FOR UPDATE', [products]);
    await connection.query('INSERT INTO ledger VALUES ?', [lines]);
    const cases = products.map(() => 'WHEN ? THEN ?').join(' ');
    await connection.query(`UPDATE products SET available = available - CASE id ${cases} END WHERE id IN (?)`, [
      ...products.flatMap((product) => [product, change.get(product)]),
      products,
    ]);
    await record(connection, 'stock', orders, reserved);
  });
  await send('stock', reserved);
});
