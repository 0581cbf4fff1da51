import { randomUUID } from 'node:crypto';
import type { Broker } from '#events/broker.ts';
import { followEvents } from '#events/follow.ts';
import { frontendGroupPrefix, subscriptions } from '#events/subscriptions.ts';
import { onStop, stop } from '#platform/process/stop.ts';
import { logger } from '#telemetry/logger.ts';
import type { LiveOrders } from './live-orders.ts';

const failed = 'following order events failed';
/** Events of the last minute are read again after a restart. */
const replayMs = 60_000;

/**
 * Applies all order events to the live orders until the process stops. Each replica reads all partitions, in a consumer
 * group that no other process uses. If following fails, the process stops.
 */
export function followOrders(broker: Broker, liveOrders: LiveOrders): ReturnType<typeof followEvents> {
  const stopping = new AbortController();
  const following = followEvents(
    broker,
    {
      group: `${frontendGroupPrefix}${randomUUID()}`,
      types: subscriptions.frontend,
      since: replayMs,
      onEvent: (event) => liveOrders.apply(event),
    },
    stopping.signal,
  );
  following.catch((error: unknown) => {
    if (stopping.signal.aborted) return;
    logger.error(failed, { error });
    void stop(1, failed);
  });
  onStop('live status', async () => {
    stopping.abort();
    await (await following.catch(() => undefined))?.close();
  });
  return following;
}
