import type { FoundOrder, Verdict } from './reconcile.ts';

/** A line of the journal of a run. */
export type Note =
  | { accepted: { orderId: string; traceId: string } }
  | { slow: SlowRequest }
  | { found: FoundOrder[] }
  | { outcome: Outcome };

export interface SlowRequest {
  name: string;
  ms: number;
  traceId: string;
}

/** How a run ended, as the last look at the server's own lists shows. */
export interface Outcome {
  accepted: number;
  settled: Record<string, number>;
  /** The orders that took longest to settle, from their history. */
  slowest: SlowRequest[];
  verdict: Verdict;
}

/** Writes a line to the journal, if there is one: k6's console, which --console-output sends to a file. */
export function note(line: Note): void {
  if (__ENV['JOURNAL'] === 'true') console.log(JSON.stringify(line));
}
