import { setTimeout as delay } from 'node:timers/promises';
import type { RequestHandler } from 'express';
import type { FaultName } from '../faults/definitions.ts';
import type { Faults } from '../faults/faults.ts';
import { markSpan } from '../faults/mark-span.ts';
import { Problem } from './problem.ts';

/**
 * Creates middleware that delays or fails the requests of an operation while a fault is on.
 * @param operation the method and path, such as `POST /api/orders`
 * @param random returns a number from 0 to 1
 */
export function injectHttpFaults(faults: Faults, operation: string, random = Math.random): RequestHandler {
  const applies = ({ operation: affected, rate }: { operation?: string | undefined; rate: number }) =>
    (affected === undefined || affected === operation) && random() < rate;

  return async (_request, _response, next) => {
    const latencies = faults.active('http-latency').filter(applies);
    const [error] = faults.active('http-errors').filter(applies);
    const applied: FaultName[] = faults.processWide();
    if (latencies.length > 0) applied.push('http-latency');
    if (error !== undefined) applied.push('http-errors');
    markSpan(applied);

    const totalMs = latencies.reduce((sum, { milliseconds }) => sum + milliseconds, 0);
    if (totalMs > 0) await delay(totalMs);
    if (error !== undefined) {
      const cause = new Error('the fault http-errors is on');
      throw new Problem(error.status, undefined, { cause, ...(error.status === 503 && { retryAfter: 2 }) });
    }
    next();
  };
}
