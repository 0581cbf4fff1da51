import { QueryTypes, type Sequelize } from 'sequelize';
import type { Publisher } from '#events/publish.ts';
import type { NegotiatedVersions } from '#events/written-versions.ts';
import { logger } from '#telemetry/logger.ts';

/** The maximum time between two searches, in milliseconds. */
const maxIntervalMs = 10_000;

/** The number of orders that are reported at once. The next search reports others, because these are settled by then. */
const maxReported = 100;

interface Expiring {
  database: Sequelize;
  publisher: Pick<Publisher, 'publish'>;
  versions: Pick<NegotiatedVersions, 'isKnown'>;
  /** The deadline of an order after it was placed, in milliseconds. */
  deadlineMs: number;
}

/**
 * Reports pending orders whose deadline has passed, periodically, until the returned function is called. Every replica does
 * so: the reports of an order are the same event. What becomes of the order is decided when the event is handled.
 */
export function startExpiring(expiring: Expiring): () => void {
  const timer = setInterval(() => void reportOverdue(expiring), Math.min(maxIntervalMs, expiring.deadlineMs));
  return () => clearInterval(timer);
}

/**
 * Publishes `order.overdue` for the oldest of the pending orders whose deadline has passed. Waits with it while an older
 * program runs that does not know these events.
 */
export async function reportOverdue({ database, publisher, versions, deadlineMs }: Expiring): Promise<void> {
  try {
    if (!versions.isKnown('order.overdue') || !versions.isKnown('order.expired')) return;
    const overdue = await database.query<{ id: string }>(
      `SELECT id FROM orders
       WHERE status = 'pending' AND placed_at < UTC_TIMESTAMP(3) - INTERVAL :seconds SECOND AND stock = 'unknown'
       ORDER BY placed_at LIMIT :maxReported`,
      { replacements: { seconds: deadlineMs / 1_000, maxReported }, type: QueryTypes.SELECT },
    );
    if (overdue.length === 0) return;
    await publisher.publish(overdue.map(({ id }) => ({ type: 'order.overdue', data: { orderId: id } })));
    logger.warn('orders overdue', { orders: overdue.length });
  } catch (error) {
    logger.warn('failed to report overdue orders', { error });
  }
}
