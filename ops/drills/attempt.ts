import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ExpectedError } from '../cli/command.ts';
import { repository } from '../stack/paths.ts';
import { findStack } from './drilled-stack.ts';
import { drills } from './drills.ts';
import { DrillFailed } from './exercise.ts';
import { type AlertRule, limitOf } from './rules.ts';
import { runDrill } from './run.ts';
import { writeTimes } from './write-times.ts';

export interface AttemptOptions {
  /** True if a person diagnoses and mitigates the fault. */
  interactive: boolean;
  /** Seconds for which customers place orders before the fault. */
  warmUpSeconds: number;
  /** True if the machine has other work, so that slowness means nothing. */
  busy: boolean;
  /** True if the times are written into the runbooks. */
  write: boolean;
  portOffset: number;
}

/** Drills one alert and returns the outcome in a line. */
export async function attempt(
  alert: string,
  rule: AlertRule | undefined,
  { write, portOffset, ...options }: AttemptOptions,
  signal: AbortSignal,
): Promise<string> {
  const drill = drills[alert];
  if (drill === undefined || rule === undefined) return 'unknown alert';
  if ('cannot' in drill) return `no drill: ${drill.cannot}`;
  const file = `runbooks/${alert}.md`;
  console.log(`\n${alert}: ${rule.severity}, to be detected within ${limitOf(rule, drill)} s; runbook ${file}`);
  try {
    const exercise = { alert, drill, rule, runbook: read(file) };
    const measured = await runDrill(exercise, findStack(portOffset), { ...options, say: printWithTime, signal });
    if (write && !options.interactive) writeTimes(alert, measured);
    const outcome = `detected after ${measured.detected} s, recovered after ${measured.recovered} s`;
    printWithTime(outcome);
    return outcome;
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    if (!(error instanceof DrillFailed || error instanceof ExpectedError)) console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    printWithTime(`failed: ${reason}`);
    return `failed: ${reason}`;
  }
}

const read = (path: string): string => readFileSync(join(repository, path), 'utf8');

function printWithTime(text: string): void {
  const [first, ...more] = text.split('\n');
  const time = new Date().toISOString().slice(11, 19);
  console.log([`  ${time}  ${first}`, ...more.map((line) => `            ${line}`)].join('\n'));
}
