import { metrics } from '@opentelemetry/api';
import type { NewEvent, ReceivedEvent } from '#events/catalog.ts';
import { logger } from '#telemetry/logger.ts';

const meter = metrics.getMeter('orderflow');
const completed = meter.createCounter('orderflow.orders.completed', {
  description: 'Settled orders by their status',
  unit: '{order}',
});
for (const status of ['confirmed', 'rejected', 'cancelled']) completed.add(0, { status });
const settlement = meter.createHistogram('orderflow.order.settlement.duration', {
  description: 'Time from the acceptance of an order until it settles',
  unit: 's',
  advice: { explicitBucketBoundaries: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2, 5, 10, 30, 60, 300] },
});

const settled = {
  'order.confirmed': 'confirmed',
  'order.rejected': 'rejected',
  'order.expired': 'rejected',
  'order.cancelled': 'cancelled',
} as const;

/** Logs and measures the events that an order caused. */
export function observe({ type }: ReceivedEvent, emitted: readonly NewEvent[]): void {
  if (type === 'order.placed') logger.info('order stored', { event: 'order.stored' });
  for (const event of emitted) {
    if (!(event.type in settled)) continue;
    const { type: outcome, data } = event as NewEvent<keyof typeof settled>;
    const status = settled[outcome];
    const text = outcome === 'order.expired' ? 'order expired' : `order ${status}`;
    logger.info(text, { event: 'order.settled', 'order.status': status });
    completed.add(1, { status });
    // A cancellation is excluded because its time depends on the customer, not on the pipeline.
    if (status !== 'cancelled' && data.placedAt !== null) {
      settlement.record((Date.now() - Date.parse(data.placedAt)) / 1_000, { status });
    }
  }
}
