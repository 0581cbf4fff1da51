import type { Outcome } from './journal.ts';

/** The end of a run, for people. */
export function describe({ accepted, settled, slowest, verdict }: Outcome): string[] {
  const statuses = Object.entries(settled).map(([status, count]) => `${count} ${status}`);
  const wrong = Object.entries(verdict).flatMap(([fault, count]) => (count > 0 ? [`${count} ${fault}`] : []));
  return [
    `orders: ${accepted} accepted; the server has ${statuses.join(', ') || 'none'}`,
    wrong.length === 0 ? 'reconciled: none missing, none doubled, all settled' : `NOT RECONCILED: ${wrong.join(', ')}`,
    ...(slowest.length > 0 ? ['slowest to settle, by trace:'] : []),
    ...slowest.map(({ ms, traceId }) => `  ${ms.toFixed(0).padStart(6)} ms  ${traceId}`),
  ];
}
