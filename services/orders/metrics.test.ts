import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { after, it } from 'node:test';
import { connect } from '#platform/database/connect.ts';
import { createTestDatabase } from '#platform/database/database.testkit.ts';
import { migrate } from '#platform/database/migrate.ts';
import { readMetrics, shutDownMetrics } from '#telemetry/metrics.testkit.ts';
import { measureOrders } from './metrics.ts';

after(shutDownMetrics);

it('stored orders are counted by status, with the age of the oldest pending one', async () => {
  await using scratch = await createTestDatabase();
  const database = connect(scratch.url, 'orders');
  const migrated = migrate(database, new URL('./migrations/', import.meta.url));
  const order = (status: string, placed: string) =>
    database.query(`INSERT INTO orders (id, status, placed_at, updated_at) VALUES (:id, :status, ${placed}, NOW(3))`, {
      replacements: { id: randomUUID(), status },
    });
  const prepared = migrated.then(async () => {
    await order('pending', 'NOW(3) - INTERVAL 40 SECOND');
    await order('pending', 'NOW(3)');
    // The order.placed of this order has not arrived.
    await order('pending', 'NULL');
    await order('confirmed', 'NOW(3) - INTERVAL 1 HOUR');
    await order('rejected', 'NOW(3)');
  });
  const stop = await measureOrders(database, prepared);
  // Waits for the first measurement.
  await stop();

  const { 'orderflow.orders.pending.age': age = 0, ...counts } = await readMetrics('orderflow.orders.');
  assert.deepEqual(counts, {
    'orderflow.orders.stored pending': 2,
    'orderflow.orders.stored confirmed': 1,
    'orderflow.orders.stored rejected': 1,
    'orderflow.orders.stored cancelled': 0,
  });
  assert.ok(age >= 40 && age < 60, `${age} s`);
  await database.close();
});
