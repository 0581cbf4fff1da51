import { join } from 'node:path';
import { describe, describeSlow } from '../../loadtest/report.ts';
import { displayPath } from '../stack/paths.ts';
import { missingTraces } from './missing-traces.ts';
import { readJournal } from './read-journal.ts';

/** Prints the outcome of a run's orders. Returns true if every accepted order was found. */
export async function printReport(folder: string, jaegerUrl: string): Promise<boolean> {
  const { outcome, lost, slowest } = await readJournal(join(folder, 'journal.jsonl'));
  console.log('');
  if (outcome === undefined) console.log('NOT RECONCILED: the orders could not be checked');
  else for (const line of describe(outcome)) console.log(line);
  const slow = [...(outcome?.slowest ?? []), ...slowest];
  const absent = await missingTraces(jaegerUrl, slow);
  const comment = (traceId: string) => (absent.has(traceId) ? '  not in Jaeger, or not yet' : '');
  for (const line of describeSlow(slow, comment)) console.log(line);
  for (const { orderId, traceId } of lost.slice(0, 20)) console.log(`lost: order ${orderId}, trace ${traceId}`);
  if (lost.length > 20) console.log(`and ${lost.length - 20} more`);
  console.log(`a trace: ${jaegerUrl}/api/traces/<id> (in containers also ${jaegerUrl}/trace/<id>)`);
  console.log(`report:  ${displayPath(folder)} (report.html, summary.json, journal.jsonl)`);
  return outcome !== undefined && lost.length === 0;
}
