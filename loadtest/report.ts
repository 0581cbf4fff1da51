import type { Outcome, SlowRequest } from './journal.ts';

/** Returns the lines that report the outcome of a run. */
export function describe({ accepted, settled, verdict }: Outcome): string[] {
  const statuses = Object.entries(settled).map(([status, count]) => `${count} ${status}`);
  const wrong = Object.entries(verdict).flatMap(([discrepancy, count]) =>
    count > 0 ? [`${count} ${discrepancy}`] : [],
  );
  return [
    `orders: ${accepted} accepted; the server has ${statuses.join(', ') || 'none'}`,
    wrong.length === 0
      ? 'reconciled: none missing, none duplicated, all settled'
      : `NOT RECONCILED: ${wrong.join(', ')}`,
  ];
}

/**
 * Returns a line for each of the slowest requests.
 * @param comment returns a remark about a trace, for the end of its line
 */
export function describeSlow(slowest: readonly SlowRequest[], comment = (_traceId: string) => ''): string[] {
  return slowest.map(
    ({ name, ms, traceId }) => `slow: ${ms.toFixed(0).padStart(6)} ms  ${name.padEnd(7)} ${traceId}${comment(traceId)}`,
  );
}
