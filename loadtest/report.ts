import type { Outcome, SlowRequest } from './journal.ts';

/** The end of a run, for people. */
export function describe({ accepted, settled, verdict }: Outcome): string[] {
  const statuses = Object.entries(settled).map(([status, count]) => `${count} ${status}`);
  const wrong = Object.entries(verdict).flatMap(([fault, count]) => (count > 0 ? [`${count} ${fault}`] : []));
  return [
    `orders: ${accepted} accepted; the server has ${statuses.join(', ') || 'none'}`,
    wrong.length === 0 ? 'reconciled: none missing, none doubled, all settled' : `NOT RECONCILED: ${wrong.join(', ')}`,
  ];
}

/** @param comment what there is to say about a trace */
export function describeSlow(slowest: readonly SlowRequest[], comment = (_traceId: string) => ''): string[] {
  return slowest.map(
    ({ name, ms, traceId }) => `slow: ${ms.toFixed(0).padStart(6)} ms  ${name.padEnd(7)} ${traceId}${comment(traceId)}`,
  );
}
