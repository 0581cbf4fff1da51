import type { Usage } from './usage.ts';

/** The figures of a run at one rate. Times are in milliseconds. */
export interface RateRun {
  /** Orders per second. */
  rate: number;
  accepted: number;
  settled: number;
  /** Orders that k6 could not send in time or that were refused, once its connections were open. */
  missed: number;
  acceptance: { p50: number; p95: number };
  settlement: { p50: number; p95: number; p99: number };
  used: [process: string, Usage][];
}

const slowestSettlementMs = 1_000;

/** Returns true if no order was missed, all were settled, and 95 % of them within a second. */
export const isSustained = ({ missed, accepted, settled, settlement }: RateRun): boolean =>
  missed === 0 && settled >= accepted && settlement.p95 < slowestSettlementMs;

/** Returns the run with the highest sustained rate; null if no rate was sustained. */
export const bestOf = (runs: readonly RateRun[]): RateRun | null =>
  runs.filter(isSustained).toSorted((a, b) => b.rate - a.rate)[0] ?? null;

/** Describes a run in one line. */
export function describeRun(run: RateRun): string {
  const { rate, accepted, settled, missed, acceptance, settlement } = run;
  const verdict = isSustained(run) ? 'sustained' : 'not sustained';
  return `${rate}/s ${verdict}: ${accepted} accepted (p95 ${acceptance.p95.toFixed(0)} ms), ${settled} settled (p95 ${settlement.p95.toFixed(0)} ms), ${missed} missed`;
}
