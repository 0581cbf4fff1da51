import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { JournalLine, Outcome, SlowRequest } from '../../loadtest/journal.ts';

/** The findings from the journal of a run. */
export interface Findings {
  /** Accepted orders that the server does not have, each with its trace. */
  lost: { orderId: string; traceId: string }[];
  slowest: SlowRequest[];
  /** Undefined if the run ended before the order lists were read. */
  outcome: Outcome | undefined;
}

/** Reads the journal of a run and finds the accepted orders that the server does not have. */
export async function readJournal(file: string): Promise<Findings> {
  const lines = createInterface(createReadStream(file));
  return findIn(lines);
}

/** Finds the lost orders, the slowest requests and the outcome in the lines of a journal. */
export async function findIn(lines: AsyncIterable<string> | Iterable<string>): Promise<Findings> {
  const accepted = new Map<string, string>();
  const found = new Set<string>();
  const slow: SlowRequest[] = [];
  let outcome: Outcome | undefined;
  for await (const line of lines) {
    const entry = JSON.parse(line) as JournalLine;
    if ('accepted' in entry) accepted.set(entry.accepted.orderId, entry.accepted.traceId);
    else if ('slow' in entry) slow.push(entry.slow);
    else if ('found' in entry) for (const { orderId } of entry.found) found.add(orderId);
    else ({ outcome } = entry);
  }
  const lost = outcome === undefined ? [] : [...accepted].filter(([orderId]) => !found.has(orderId));
  return {
    lost: lost.map(([orderId, traceId]) => ({ orderId, traceId })),
    slowest: slow.toSorted((a, b) => b.ms - a.ms).slice(0, 5),
    outcome,
  };
}
