import type { Violation } from './check/violation.ts';
import { ordersOf, type Placing } from './journal.ts';
import type { Done, Outcome } from './run.ts';

/** What a fault did to customers. */
export interface Felt extends Done {
  /** Orders that were sent for the first time while it lasted, and how many of these were accepted at once. */
  sent: number;
  acceptedAtOnce: number;
  /** From the end of the fault until the last order of its window was settled. Undefined when there was none. */
  settledMs: number | undefined;
}

export interface Report {
  seed: number;
  violations: Violation[];
  sent: number;
  accepted: number;
  requests: number;
  statuses: Record<string, number>;
  faults: Felt[];
  looks: number;
  misses: number;
  settledMs: number | undefined;
}

export function summarize(seed: number, outcome: Outcome): Report {
  const entries = outcome.journal.read();
  const orders = ordersOf(entries);
  const placings = entries.filter((entry) => entry.kind === 'placing');
  const statuses = Object.groupBy([...outcome.state.orders.values()], ({ status }) => status);
  return {
    seed,
    violations: [...outcome.watched.violations, ...outcome.violations],
    sent: orders.length,
    accepted: orders.filter(({ ids }) => ids.length > 0).length,
    requests: placings.length,
    statuses: Object.fromEntries(Object.entries(statuses).map(([status, list]) => [status, list.length])),
    faults: outcome.faults.map((fault) => felt(fault, placings, outcome)),
    looks: outcome.watched.looks,
    misses: outcome.watched.misses,
    settledMs: outcome.settledMs,
  };
}

function felt(fault: Done, placings: readonly Placing[], { state }: Outcome): Felt {
  const sent = placings.filter(({ first, at }) => first && at >= fault.injectedAt && at < fault.healedAt);
  const acceptedAtOnce = sent.filter(({ status }) => status === 202);
  const settled = acceptedAtOnce.flatMap(({ orderId = '' }) => {
    const step = state.orders.get(orderId)?.history.find(({ status }) => status !== 'pending');
    return step === undefined ? [] : [step.at.getTime()];
  });
  return {
    ...fault,
    sent: sent.length,
    acceptedAtOnce: acceptedAtOnce.length,
    settledMs: settled.length === 0 ? undefined : Math.max(0, Math.max(...settled) - fault.healedAt),
  };
}

const shownOfEach = 5;

/** The report as lines of text. */
export function describe(report: Report): string {
  const seconds = (ms: number | undefined) => (ms === undefined ? '-' : (ms / 1_000).toFixed(1));
  const kinds = Map.groupBy(report.faults, ({ kind }) => kind);
  const rows = [...kinds].map(([kind, faults]) => {
    const total = (of: (fault: Felt) => number) => faults.reduce((sum, fault) => sum + of(fault), 0);
    const settled = faults.flatMap(({ settledMs }) => settledMs ?? []);
    const share = total(({ acceptedAtOnce }) => acceptedAtOnce) / total(({ sent }) => sent);
    return [
      kind,
      String(faults.length),
      seconds(total(({ injectedAt, healedAt }) => healedAt - injectedAt)),
      Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`,
      seconds(settled.length === 0 ? undefined : Math.max(...settled)),
    ];
  });
  const statuses = Object.entries(report.statuses).map(([status, count]) => `${count} ${status}`);
  return [
    ...table([['fault', 'times', 'seconds', 'accepted at once', 'settled after, at most, s'], ...rows]),
    '',
    `${report.sent} orders sent in ${report.requests} requests, ${report.accepted} accepted: ${statuses.join(', ')}`,
    report.settledMs === undefined
      ? 'not all of them were settled in the end'
      : `all were settled ${seconds(report.settledMs)} s after the end of the load`,
    `looked at ${report.looks} times meanwhile; ${report.misses} times the database did not answer`,
    ...report.faults.flatMap(({ kind, target, failure }) =>
      failure === undefined ? [] : [`NOT DONE ${kind}: ${target}: ${failure}`],
    ),
    ...tell(report.violations),
  ].join('\n');
}

function tell(violations: readonly Violation[]): string[] {
  if (violations.length === 0) return ['no violations'];
  return [...Map.groupBy(violations, ({ invariant }) => invariant)].flatMap(([invariant, all]) => [
    `VIOLATED ${all.length} times: ${invariant}`,
    ...all.slice(0, shownOfEach).map(({ orderId, found }) => `  ${orderId ?? ''} ${found}`),
    ...(all.length > shownOfEach ? ['  ...'] : []),
  ]);
}

function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]?.map((_, n) => Math.max(...rows.map((row) => row[n]?.length ?? 0))) ?? [];
  return rows.map((row) =>
    row
      .map((cell, n) => cell.padEnd(widths[n] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
