import { Counter, Rate, Trend } from 'k6/metrics';
import { type Outcome, writeLine } from './journal.ts';
import type { ListedOrder } from './list-orders.ts';
import { describe, describeSlow } from './report.ts';

const missing = new Counter('orders_missing');
const unexpected = new Counter('orders_unexpected');
const unsettled = new Counter('orders_unsettled');
const rejected = new Rate('orders_rejected');
/** The time from placing an order until it is settled, by the server's clock. */
const settlementDuration = new Trend('order_settlement_duration', true);

/** Records the outcome as metrics, and writes it to the journal, or to the console if there is no journal. */
export function reportOutcome(found: readonly ListedOrder[], outcome: Outcome): void {
  missing.add(outcome.verdict.missing);
  unexpected.add(outcome.verdict.unexpected);
  unsettled.add(outcome.verdict.unsettled);
  for (const one of found) {
    if (one.status === 'pending') continue;
    settlementDuration.add(settlementMs(one));
    rejected.add(one.status === 'rejected');
  }
  writeLine({ found: found.map(({ orderId, status }) => ({ orderId, status })) });
  writeLine({ outcome });
  if (__ENV['JOURNAL'] === 'true') return;
  for (const line of [...describe(outcome), ...describeSlow(outcome.slowest)]) console.log(line);
}

/** Returns the number of orders by status, and the orders that took longest to settle. */
export function outcomeOf(found: readonly ListedOrder[]): Pick<Outcome, 'settled' | 'slowest'> {
  const settled: Record<string, number> = {};
  for (const { status } of found) settled[status] = (settled[status] ?? 0) + 1;
  const slowest = found
    .flatMap((one) =>
      one.traceId === null || one.status === 'pending'
        ? []
        : [{ name: 'settle', ms: settlementMs(one), traceId: one.traceId }],
    )
    .sort((a, b) => b.ms - a.ms)
    .slice(0, 5);
  return { settled, slowest };
}

/** Returns the milliseconds between the first two entries of an order's history. */
const settlementMs = ({ history }: ListedOrder): number =>
  Date.parse(history[1]?.at ?? '') - Date.parse(history[0]?.at ?? '');
