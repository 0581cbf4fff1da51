import type { NewEvent } from '#events/catalog.ts';
import type { Publisher } from '#events/publish.ts';
import { Problem } from '#platform/http/problem.ts';
import { createCircuitBreaker } from '../backends/circuit-breaker.ts';

/**
 * Creates a function that publishes order events through a circuit breaker. The function throws a 503 problem if
 * publishing fails, and does so immediately while the breaker is open.
 */
export function createOrderPublisher({ publish }: Publisher): (events: readonly NewEvent[]) => Promise<void> {
  const breaker = createCircuitBreaker('kafka', publish);
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
