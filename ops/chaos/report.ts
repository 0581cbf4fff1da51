import type { Violation } from './check/violation.ts';
import { type Moment, missedMoments } from './moments/moments.ts';
import type { FaultImpact, Summary } from './summary.ts';

/** The maximum number of violations to print for one invariant. */
const maxShown = 5;

/** Returns the report of a run as text. */
export function describe(summary: Summary): string {
  const statuses = Object.entries(summary.statuses).map(([status, count]) => `${count} ${status}`);
  const { sent, requests, accepted, checks, failedChecks, settledMs } = summary;
  return [
    ...faultTable(summary.faults),
    '',
    `${sent} orders sent in ${requests} requests, ${accepted} accepted: ${statuses.join(', ')}`,
    settledMs === undefined
      ? 'not all accepted orders were settled'
      : `all accepted orders were settled ${seconds(settledMs)} s after the end of the load`,
    `invariants checked ${checks} times during the faults; ${failedChecks} checks failed because the database was unavailable`,
    ...summary.faults.flatMap(({ kind, target, failure }) =>
      failure === undefined ? [] : [`FAULT FAILED ${kind}: ${target}: ${failure}`],
    ),
    ...describeMoments(summary.moments),
    ...describeViolations(summary.violations),
  ].join('\n');
}

const seconds = (ms: number | undefined) => (ms === undefined ? '-' : (ms / 1_000).toFixed(1));

/** Returns a row for each kind of fault. */
function faultTable(faults: readonly FaultImpact[]): string[] {
  const rows = [...Map.groupBy(faults, ({ kind }) => kind)].map(([kind, same]) => {
    const total = (of: (fault: FaultImpact) => number) => same.reduce((sum, fault) => sum + of(fault), 0);
    const settled = same.flatMap(({ settledMs }) => settledMs ?? []);
    const share = total(({ acceptedFirstTime }) => acceptedFirstTime) / total(({ sent }) => sent);
    return [
      kind,
      String(same.length),
      seconds(total(({ injectedAt, healedAt }) => healedAt - injectedAt)),
      Number.isNaN(share) ? '-' : `${(100 * share).toFixed(1)} %`,
      seconds(settled.length === 0 ? undefined : Math.max(...settled)),
    ];
  });
  return table([['fault', 'times', 'seconds', 'accepted first time', 'settled within, s'], ...rows]);
}

/** Returns a line for each moment that the run met, and one for each that it did not. */
function describeMoments(moments: readonly Moment[]): string[] {
  const met = moments.filter(({ times }) => times > 0).map(({ name, times }) => `met ${times} times: ${name}`);
  return [...met, ...missedMoments(moments).map((name) => `NOT MET: ${name}`)];
}

function describeViolations(violations: readonly Violation[]): string[] {
  if (violations.length === 0) return ['no violations'];
  return [...Map.groupBy(violations, ({ invariant }) => invariant)].flatMap(([invariant, all]) => [
    `VIOLATED ${all.length} times: ${invariant}`,
    ...all.slice(0, maxShown).map(({ orderId, found }) => `  ${orderId ?? ''} ${found}`),
    ...(all.length > maxShown ? ['  ...'] : []),
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
