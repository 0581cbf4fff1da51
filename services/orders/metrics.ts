import { metrics } from '@opentelemetry/api';
import { QueryTypes, type Sequelize } from 'sequelize';
import { measurePeriodically, type PeriodicMeasurement } from '#platform/process/measure-periodically.ts';
import type { Status } from './order.ts';

/** Pending orders are counted up to this limit, because a backlog can grow large and counting it is slow. */
const maxCountedPending = 100_000;

const second = 1_000;

interface PendingOrders {
  count: number;
  /** Seconds since the oldest of them was placed; 0 if there are none. */
  age: number;
}

/**
 * Measures the stored orders. Every replica of order-service reports the same values; aggregate with max().
 * @param migrated resolves when the tables exist
 * @returns a function that stops the measurements
 */
export async function measureOrders(database: Sequelize, migrated: Promise<unknown>): Promise<() => Promise<void>> {
  await migrated;
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

/** Orders whose `order.placed` has not arrived have no customer yet and are not counted. */
async function countPending(database: Sequelize): Promise<PendingOrders> {
  const [row] = await database.query<{ count: number; age: string | null }>(
    `SELECT COUNT(*) AS count, TIMESTAMPDIFF(MICROSECOND, MIN(placed_at), UTC_TIMESTAMP(3)) / 1e6 AS age
     FROM (SELECT placed_at FROM orders WHERE status = 'pending' AND placed_at IS NOT NULL ORDER BY placed_at LIMIT :limit) oldest`,
    { replacements: { limit: maxCountedPending }, type: QueryTypes.SELECT },
  );
  return { count: row?.count ?? 0, age: Math.max(0, Number(row?.age ?? 0)) };
}

/** Reads the whole index of the statuses, which takes 0.15 s for a million orders. */
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
  pending: PeriodicMeasurement<PendingOrders>,
  settled: PeriodicMeasurement<ReadonlyMap<Status, number>>,
): void {
  const meter = metrics.getMeter('orderflow');
  const stored = meter.createObservableGauge('orderflow.orders.stored', {
    description: `Orders in the database by status; pending orders are counted up to ${maxCountedPending}`,
    unit: '{order}',
  });
  const age = meter.createObservableGauge('orderflow.orders.pending.age', {
    description: 'Age of the oldest pending order',
    unit: 's',
  });
  meter.addBatchObservableCallback(
    (result) => {
      const latest = pending.latest();
      if (latest !== undefined) {
        result.observe(stored, latest.count, { status: 'pending' });
        result.observe(age, latest.age);
      }
      for (const [status, count] of settled.latest() ?? []) result.observe(stored, count, { status });
    },
    [stored, age],
  );
}
