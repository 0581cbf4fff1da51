import { randomBytes } from 'node:crypto';
import { context, ROOT_CONTEXT, TraceFlags, trace } from '@opentelemetry/api';
import { z } from 'zod';
import { batchCalls } from '#events/batch-calls.ts';
import { logger } from '#telemetry/logger.ts';
import type { Backend } from '../backends/backend.ts';
import { ordersLookedUp } from '../metrics.ts';
import { type Order, orderSchema } from './order.ts';

interface Lookup {
  orderId: string;
  /** The token of the customer, for order-service, which returns an order only to its own customer. */
  token: string;
}

/**
 * A function that finds a stored order of a customer. It also resolves with undefined while order-service is unavailable or
 * slow, because orders are accepted without it.
 */
export type LookUpOrder = (lookup: Lookup) => Promise<Order | undefined>;

const found = z.object({ orders: z.array(orderSchema) });

/** The largest number of orders in a request. */
const maxBatch = 200;
/**
 * The minimum time between two requests. Under load an order waits up to this time, and a request serves many orders, which
 * keeps the cost per order small. Without load it does not wait.
 */
const intervalMs = 20;

/**
 * The context of the requests. Each one serves many orders, so it belongs to none of their traces, and its parent is a span
 * that is not sampled. Metrics still measure the requests.
 */
const untraced = trace.setSpanContext(ROOT_CONTEXT, {
  traceId: randomBytes(16).toString('hex'),
  spanId: randomBytes(8).toString('hex'),
  traceFlags: TraceFlags.NONE,
});

/** Creates the function that looks up orders. Lookups that arrive during a request share the next one. */
export function createOrderLookup({ request }: Backend): LookUpOrder {
  let available = true;
  const report = (error?: unknown) => {
    const was = available;
    available = error === undefined;
    if (was && !available) logger.warn('order lookups unavailable, accepting orders without them', { error });
    if (!was && available) logger.info('order lookups available again');
  };
  const lookUp = batchCalls<Lookup, Order | undefined>(
    (orders) =>
      context.with(ROOT_CONTEXT, async () => {
        try {
          const send = () => request('/orders/lookup', { method: 'POST', body: { orders } });
          const stored = found.parse(await context.with(untraced, send)).orders;
          report();
          const byId = new Map(stored.map((order) => [order.orderId, order]));
          return orders.map(({ orderId }) => byId.get(orderId));
        } catch (error) {
          report(error);
          throw error;
        }
      }),
    { size: () => 1, limit: maxBatch, intervalMs },
  );

  return async (lookup) => {
    try {
      const order = await lookUp(lookup);
      ordersLookedUp.add(1, { outcome: order === undefined ? 'new' : 'known' });
      return order;
    } catch {
      ordersLookedUp.add(1, { outcome: 'unavailable' });
      return undefined;
    }
  };
}
