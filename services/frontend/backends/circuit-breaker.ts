import { metrics } from '@opentelemetry/api';
import CircuitBreaker from 'opossum';

/** The time that an open circuit breaker waits before it tries the dependency again. */
export const resetSeconds = 2;

const circuits: { name: string; breaker: CircuitBreaker<unknown[], unknown> }[] = [];
metrics
  .getMeter('orderflow')
  .createObservableGauge('orderflow.circuit.open', {
    description: '1 while the circuit breaker of a dependency is open and calls fail immediately, otherwise 0',
  })
  .addCallback((result) => {
    for (const { name, breaker } of circuits) result.observe(Number(breaker.opened), { dependency: name });
  });

/** Calls of a dependency that fail immediately while the dependency is known to be unavailable. */
export interface GuardedCalls<Args extends unknown[], Result> {
  fire(...args: Args): Promise<Result>;
  /**
   * Works like `fire`, but waits while the first call after an outage tries the dependency. So calls that belong together
   * succeed together, instead of only the first one.
   */
  fireAfterTrial(...args: Args): Promise<Result>;
}

/** Creates a circuit breaker that opens when half of at least 10 calls in 10 s fail, and tries again after 2 s. */
export function createCircuitBreaker<Args extends unknown[], Result>(
  name: string,
  call: (...args: Args) => Promise<Result>,
): GuardedCalls<Args, Result> {
  const breaker = new CircuitBreaker(call, {
    // Each call has a time limit that also aborts it.
    timeout: false,
    // Both options would sort the latencies of the last 10 s over and over.
    rollingPercentilesEnabled: false,
    enableSnapshots: false,
    errorThresholdPercentage: 50,
    volumeThreshold: 10,
    resetTimeout: resetSeconds * 1_000,
  });
  circuits.push({ name, breaker: breaker as unknown as CircuitBreaker<unknown[], unknown> });
  let trial = Promise.withResolvers<void>();
  breaker.on('halfOpen', () => {
    trial = Promise.withResolvers();
  });
  breaker.on('open', () => trial.resolve());
  breaker.on('close', () => trial.resolve());
  const fire = (...args: Args) => breaker.fire(...args);
  return {
    fire,
    fireAfterTrial: async (...args) => {
      if (breaker.halfOpen && !breaker.pendingClose) await trial.promise;
      return fire(...args);
    },
  };
}
