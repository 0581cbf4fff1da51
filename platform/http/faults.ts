import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { FaultName } from '../faults/definitions.ts';
import type { Faults } from '../faults/faults.ts';
import { markSpan } from '../faults/mark-span.ts';
import { Problem } from './problem.ts';

/**
 * Returns a handler that runs before the route of an operation, such as `POST /api/orders`. It delays requests while
 * `http-latency` is on and rejects them while `http-errors` is on.
 * @param random returns a number from 0 to 1
 */
export function injectHttpFaults(faults: Faults, operation: string, random = Math.random): RequestHandler {
  const isAffected = ({ operation: only, rate }: { operation?: string | undefined; rate: number }) =>
    (only === undefined || only === operation) && random() < rate;

  return async (_request, _response, next) => {
    const latencies = faults.active('http-latency').filter(isAffected);
    const [error] = faults.active('http-errors').filter(isAffected);
    const affecting: FaultName[] = faults.processWide();
    if (latencies.length > 0) affecting.push('http-latency');
    if (error !== undefined) affecting.push('http-errors');
    markSpan(affecting);

    const wait = latencies.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    if (wait > 0) await delay(wait);
    if (error !== undefined) {
      const cause = new Error('the fault http-errors is switched on');
      throw new Problem(error.status, undefined, { cause, ...(error.status === 503 && { retryAfter: 2 }) });
    }
    next();
  };
}
