import { metrics } from '@opentelemetry/api';
import { QueryTypes, type Sequelize } from 'sequelize';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import type { Status } from './models.ts';

/** Pending orders are counted up to here: more would say nothing new, and cost more the worse things are. */
const countedPending = 100_000;

const second = 1_000;

interface Pending {
  count: number;
  /** Seconds since the oldest was placed; 0 when there is none. */
  age: number;
}

/**
 * Measures the orders as they are stored, as metrics. Each instance of order-service tells the same: take the maximum.
 * @param prepared settles when the tables are there
 */
export async function measureOrders(database: Sequelize, prepared: Promise<unknown>): Promise<() => Promise<void>> {
  await prepared;
  const pending = measurePeriodically({
    name: 'pending orders',
    intervalMs: 5 * second,
    busyShare: 0.01,
    measure: () => countPending(database),
  });
  const settled = measurePeriodically({
    name: 'settled orders',
    intervalMs: 15 * second,
    busyShare: 0.01,
    measure: () => countSettled(database),
  });
  report(pending, settled);
  return async () => {
    await Promise.all([pending.stop(), settled.stop()]);
  };
}

/** Orders whose `order.placed` has not come yet are nobody's, and not counted. */
async function countPending(database: Sequelize): Promise<Pending> {
  const [row] = await database.query<{ count: number; age: string | null }>(
    `SELECT COUNT(*) AS count, TIMESTAMPDIFF(MICROSECOND, MIN(placed_at), UTC_TIMESTAMP(3)) / 1e6 AS age
     FROM (SELECT placed_at FROM orders WHERE status = 'pending' AND placed_at IS NOT NULL ORDER BY placed_at LIMIT :limit) oldest`,
    { replacements: { limit: countedPending }, type: QueryTypes.SELECT },
  );
  return { count: row?.count ?? 0, age: Math.max(0, Number(row?.age ?? 0)) };
}

/** Reads the whole index of the statuses: 0.15 s for a million orders. */
async function countSettled(database: Sequelize): Promise<ReadonlyMap<Status, number>> {
  const rows = await database.query<{ status: Status; count: number }>(
    "SELECT status, COUNT(*) AS count FROM orders WHERE status <> 'pending' GROUP BY status",
    { type: QueryTypes.SELECT },
  );
  const counts = new Map<Status, number>([
    ['confirmed', 0],
    ['rejected', 0],
    ['cancelled', 0],
  ]);
  for (const { status, count } of rows) counts.set(status, count);
  return counts;
}

function report(
  pending: PeriodicMeasurement<Pending>,
  settled: PeriodicMeasurement<ReadonlyMap<Status, number>>,
): void {
  const meter = metrics.getMeter('orderflow');
  const stored = meter.createObservableGauge('orderflow.orders.stored', {
    description: `Orders in the database by status; pending ones up to ${countedPending}`,
    unit: '{order}',
  });
  const age = meter.createObservableGauge('orderflow.orders.pending.age', {
    description: 'How long the oldest pending order has been waiting',
    unit: 's',
  });
  meter.addBatchObservableCallback(
    (result) => {
      const open = pending.latest();
      if (open !== undefined) {
        result.observe(stored, open.count, { status: 'pending' });
        result.observe(age, open.age);
      }
      for (const [status, count] of settled.latest() ?? []) result.observe(stored, count, { status });
    },
    [stored, age],
  );
}
