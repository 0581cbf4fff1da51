import { metrics } from '@opentelemetry/api';
import type { RequestHandler } from 'express';
import { LRUCache } from 'lru-cache';

const meter = metrics.getMeter('orderflow');

export const ordersPlaced = meter.createCounter('orderflow.orders.placed', {
  description: 'Orders accepted',
  unit: '{order}',
});
// There from the start, so that the first order is an increase.
ordersPlaced.add(0);

/** Users are active for this long after a request, and are counted up to a number. */
const activeMs = 5 * 60 * 1_000;
const activeMost = 100_000;

/** Counts the users who were active lately: those who proved it by a token. Each instance counts those it has seen. */
export function countActiveUsers(): RequestHandler {
  const seen = new LRUCache<string, true>({ max: activeMost, ttl: activeMs });
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

/** Measures how many event streams are open. */
export function measureStreams(streams: ReadonlySet<unknown>): void {
  meter
    .createObservableGauge('orderflow.streams.open', {
      description: 'Event streams (live status of an order) that are open',
      unit: '{stream}',
    })
    .addCallback((result) => result.observe(streams.size));
}
