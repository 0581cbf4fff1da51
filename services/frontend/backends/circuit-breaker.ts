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

/** Creates a circuit breaker that opens when half of at least 10 calls in 10 s fail, and tries again after 2 s. */
export function createCircuitBreaker<Args extends unknown[], Result>(
  name: string,
  call: (...args: Args) => Promise<Result>,
): CircuitBreaker<Args, Result> {
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
  return breaker;
}
