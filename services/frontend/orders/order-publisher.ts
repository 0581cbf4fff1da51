import type { NewEvent } from '#events/catalog.ts';
import type { Publisher } from '#events/publish.ts';
import { Problem } from '#platform/http/problem.ts';
import { circuitBreaker } from '../backends/backend.ts';

/** Publishes events, or refuses with a 503: at once while the broker is known to be away. */
export function publishOrRefuse({ publish }: Publisher): (events: readonly NewEvent[]) => Promise<void> {
  const breaker = circuitBreaker('kafka', publish);
  return async (events) => {
    await breaker.fire(events).catch((cause: unknown) => {
      throw new Problem(503, undefined, {
        detail: 'Orders cannot be accepted now. Send the request again, with the same Idempotency-Key.',
        retryAfter: 2,
        cause,
      });
    });
  };
}
