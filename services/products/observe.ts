import type { NewEvent } from '#events/catalogue.ts';
import { logger } from '#observability/logger.ts';

/** Logs what became of an order's stock. */
export function observe(_event: unknown, emitted: readonly NewEvent[]): void {
  for (const { type, data } of emitted) {
    if (type === 'stock.reserved') logger.info('stock reserved', { 'order.total_cents': data.totalCents });
    if (type === 'stock.rejected') logger.info('stock rejected', { reason: data.reason });
    if (type === 'stock.released') logger.info('stock released');
  }
}
