import type { FoundOrder, Verdict } from './reconcile.ts';

/** A line of a run's journal. */
export type JournalLine =
  | { accepted: { orderId: string; traceId: string } }
  | { slow: SlowRequest }
  | { found: FoundOrder[] }
  | { outcome: Outcome };

/** One of the slowest requests, with its trace. */
export interface SlowRequest {
  name: string;
  ms: number;
  traceId: string;
}

/** The result of a run, according to the order lists that the server returned at the end. */
export interface Outcome {
  accepted: number;
  /** The number of orders by status. */
  settled: Record<string, number>;
  /** The orders that took longest to settle, according to their history. */
  slowest: SlowRequest[];
  verdict: Verdict;
}

/** Writes a line to the journal, if JOURNAL is true. The journal is k6's console, which --console-output writes to a file. */
export function writeLine(line: JournalLine): void {
  if (__ENV['JOURNAL'] === 'true') console.log(JSON.stringify(line));
}
