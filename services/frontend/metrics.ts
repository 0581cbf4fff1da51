import { metrics } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';

const meter = metrics.getMeter('orderflow');

export const ordersPlaced = meter.createCounter('orderflow.orders.placed', {
  description: 'Orders accepted',
  unit: '{order}',
});
// Exported as 0 from the beginning, so that the first order counts as an increase.
ordersPlaced.add(0);

export const ordersLookedUp = meter.createCounter('orderflow.orders.looked_up', {
  description: 'Orders looked up in order-service before they are accepted, which finds repeated requests',
  unit: '{order}',
});
for (const outcome of ['new', 'known', 'unavailable']) ordersLookedUp.add(0, { outcome });

const activeMs = 5 * 60 * 1_000;
const maxCounted = 100_000;

/**
 * Counts the users with an authenticated request in the last 5 minutes, up to 100,000. Each replica counts the users
 * that it served.
 */
export function countActiveUsers(): RequestHandler {
  const seen = new LRUCache<string, true>({ max: maxCounted, ttl: activeMs });
  meter
    .createObservableGauge('orderflow.users.active', {
      description: `Users with a request in the last ${activeMs / 60_000} minutes`,
      unit: '{user}',
    })
    .addCallback((result) => {
      seen.purgeStale();
      result.observe(seen.size);
    });
  return (request, response, next) => {
    response.once('close', () => {
      if (request.user !== undefined) seen.set(request.user.id, true);
    });
    next();
  };
}

/** Reports the number of open event streams. */
export function measureStreams(streams: ReadonlySet<unknown>): void {
  meter
    .createObservableGauge('orderflow.streams.open', {
      description: 'Open event streams that send the live status of an order',
      unit: '{stream}',
    })
    .addCallback((result) => result.observe(streams.size));
}
