// ops/bench/bare/orders.ts: stores orders and confirms them when their stock is reserved
import { record, transaction, unhandled } from './database.ts';
import { consume, type Event, send } from './kafka.ts';

await consume('orders', ['orders', 'stock'], async (events) => {
  const wanted = events.filter(({ type }) => type !== 'order.confirmed');
  if (wanted.length === 0) return;
  const confirmed = wanted
    .filter(({ type }) => type === 'stock.reserved')
    .map((event): Event => ({ ...event, type: 'order.confirmed' }));
  await transaction(async (connection) => {
    const unseen = await unhandled(connection, 'orders', wanted);
    if (unseen.length === 0) return;
    const rows = unseen
      .toSorted((a, b) => (a.orderId < b.orderId ? -1 : 1))
      .map(({ orderId, type, items, placedAt }) => [
        orderId,
        type === 'stock.reserved' ? 'confirmed' : 'placed',
        JSON.stringify(items),
        placedAt,
      ]);
    await connection.query(
      'INSERT INTO orders VALUES ? ON DUPLICATE KEY UPDATE status = GREATEST(orders.status, VALUE(status))',
      [rows],
    );
    await record(connection, 'orders', unseen, confirmed);
  });
  await send('orders', confirmed);
});
