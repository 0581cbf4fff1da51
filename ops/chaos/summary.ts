import type { Violation } from './check/violation.ts';
import type { InjectedFault } from './inject.ts';
import type { OrderRequest } from './journal.ts';
import type { Moment } from './moments/moments.ts';
import { requestedOrders } from './requested-orders.ts';
import type { Outcome } from './run.ts';

/** A fault and its impact on customers. */
export interface FaultImpact extends InjectedFault {
  /** The number of orders that were sent for the first time while the fault lasted. */
  sent: number;
  /** The number of these orders whose first request was accepted. */
  acceptedFirstTime: number;
  /** The time from the end of the fault until the last of these orders was settled; undefined if there were none. */
  settledMs: number | undefined;
}

/** The figures of a run. */
export interface Summary {
  seed: number;
  violations: Violation[];
  sent: number;
  accepted: number;
  requests: number;
  statuses: Record<string, number>;
  faults: FaultImpact[];
  checks: number;
  failedChecks: number;
  settledMs: number | undefined;
  moments: Moment[];
}

/** Returns the figures of a run. */
export function summarize(seed: number, outcome: Outcome): Summary {
  const entries = outcome.journal.read();
  const orders = requestedOrders(entries);
  const requests = entries.filter((entry) => entry.kind === 'order-request');
  const statuses = Object.groupBy([...outcome.state.orders.values()], ({ status }) => status);
  return {
    seed,
    violations: [...outcome.watched.violations, ...outcome.violations],
    sent: orders.length,
    accepted: orders.filter(({ ids }) => ids.length > 0).length,
    requests: requests.length,
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, list]) => [status, list.length])),
    faults: outcome.faults.map((fault) => impactOf(fault, requests, outcome)),
    checks: outcome.watched.checks,
    failedChecks: outcome.watched.failedChecks,
    settledMs: outcome.settledMs,
    moments: outcome.moments,
  };
}

function impactOf(fault: InjectedFault, requests: readonly OrderRequest[], { state }: Outcome): FaultImpact {
  const sent = requests.filter(({ first, at }) => first && at >= fault.injectedAt && at < fault.healedAt);
  const acceptedFirstTime = sent.filter(({ status }) => status === 202);
  const settled = acceptedFirstTime.flatMap(({ orderId = '' }) => {
    const step = state.orders.get(orderId)?.history.find(({ status }) => status !== 'pending');
    return step === undefined ? [] : [step.at.getTime()];
  });
  return {
    ...fault,
    sent: sent.length,
    acceptedFirstTime: acceptedFirstTime.length,
    settledMs: settled.length === 0 ? undefined : Math.max(0, Math.max(...settled) - fault.healedAt),
  };
}
