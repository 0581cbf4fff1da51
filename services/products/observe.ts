import { metrics } from '@opentelemetry/api';
import type { NewEvent } from '#events/catalog.ts';
import { logger } from '#telemetry/logger.ts';

const decisions = metrics.getMeter('orderflow').createCounter('orderflow.stock.decisions', {
  description: 'Decisions about the stock of an order: reserved, released, or the reason of a rejection',
  unit: '{order}',
});

/** Logs and counts the decisions about the stock of an order. */
export function observe(_event: unknown, emitted: readonly NewEvent[]): void {
  for (const { type, data } of emitted) {
    if (type === 'stock.rejected') decisions.add(1, { outcome: data.reason });
    else decisions.add(1, { outcome: type === 'stock.released' ? 'released' : 'reserved' });
    if (type === 'stock.reserved') logger.info('stock reserved', { event: type, 'order.total_cents': data.totalCents });
    if (type === 'stock.rejected') logger.info('stock rejected', { event: type, reason: data.reason });
    if (type === 'stock.released') logger.info('stock released', { event: type });
  }
}
