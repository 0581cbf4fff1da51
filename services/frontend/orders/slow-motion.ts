import { setTimeout as delay } from 'node:timers/promises';
import { BrokerUnavailable } from '#events/broker.ts';
import type { EventData } from '#events/catalog.ts';
import type { FaultSwitches } from '#events/switches/fault-switches.ts';
import { Problem } from '#platform/http/problem.ts';
import type { AcceptOrder } from './accept-order.ts';
import type { Order } from './order.ts';

/** A slow order delays the orders that share a partition with it, so only a few may be slow at once. */
const maxSlowOrders = 3;

/** The fault outlasts the order, whose two steps take 2 s each. */
const seconds = 20;

/** The time that the workers have to read the switch of the fault. */
const headStartMs = 300;

/**
 * Places an order that the workers handle slowly, so that its steps can be watched.
 * @throws {Problem} 429 if enough orders are slow already; 503 while Kafka is unavailable
 */
export async function placeInSlowMotion(
  { faultSwitches, acceptOrder }: { faultSwitches: FaultSwitches; acceptOrder: AcceptOrder },
  placement: EventData<'order.placed'>,
  token: string,
): Promise<Order> {
  const slow = faultSwitches.list().filter(({ fault }) => fault === 'slow-order');
  if (slow.length >= maxSlowOrders) throw new Problem(429, undefined, { retryAfter: seconds });
  await faultSwitches.on('slow-order', { order: placement.orderId, seconds }).catch((cause: unknown) => {
    if (!(cause instanceof BrokerUnavailable)) throw cause;
    throw new Problem(503, undefined, { retryAfter: 2, cause });
  });
  await delay(headStartMs);
  return acceptOrder(placement, token);
}
