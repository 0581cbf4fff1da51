import type { Order } from '../orders/order.ts';
import type { Journey } from './journey.ts';

/** Telemetry arrives a few seconds late. What has not arrived after this time never will. */
const arrivalMs = 60_000;
/** An order that has not settled after this time is no longer followed: its deadline has passed. */
const settlementMs = 60 * 60_000;

/**
 * Returns the milliseconds after which more of the journey may have arrived: few for an order that changed recently, more for
 * one that waits for long. Returns undefined if the outcome has arrived, or never will.
 */
export function nextMs(
  { status, placedAt, history }: Order,
  journeys: readonly Journey[],
  now: number,
): number | undefined {
  const changed = Math.max(...[placedAt, ...history.map(({ at }) => at)].map((at) => Date.parse(at)));
  const isTold = journeys.some(({ answer }) => answer.outcome === status && answer.isComplete);
  if (status !== 'pending' && isTold) return undefined;
  if (now - changed < arrivalMs) return 3_000;
  return status === 'pending' && now - changed < settlementMs ? 15_000 : undefined;
}
