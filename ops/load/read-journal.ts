import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import type { Note, Outcome, SlowRequest } from '../../loadtest/journal.ts';

/** The lost orders and slow requests in the journal of a run. */
export interface Findings {
  /** Accepted orders that the server does not have, each with its trace. */
  lost: { orderId: string; traceId: string }[];
  slowest: SlowRequest[];
  /** Undefined if the run ended before the orders were checked. */
  outcome: Outcome | undefined;
}

/** Reads the journal of a run, and looks up the id of each accepted order among the orders that the server has. */
export async function readJournal(file: string): Promise<Findings> {
  const lines = createInterface(createReadStream(file));
  return findIn(lines);
}

export async function findIn(lines: AsyncIterable<string> | Iterable<string>): Promise<Findings> {
  const accepted = new Map<string, string>();
  const found = new Set<string>();
  const slow: SlowRequest[] = [];
  let outcome: Outcome | undefined;
  for await (const line of lines) {
    const note = JSON.parse(line) as Note;
    if ('accepted' in note) accepted.set(note.accepted.orderId, note.accepted.traceId);
    else if ('slow' in note) slow.push(note.slow);
    else if ('found' in note) for (const { orderId } of note.found) found.add(orderId);
    else ({ outcome } = note);
  }
  const lost = outcome === undefined ? [] : [...accepted].filter(([orderId]) => !found.has(orderId));
  return {
    lost: lost.map(([orderId, traceId]) => ({ orderId, traceId })),
    slowest: slow.toSorted((a, b) => b.ms - a.ms).slice(0, 5),
    outcome,
  };
}
