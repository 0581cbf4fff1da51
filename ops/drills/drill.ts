// ops/drills/drill.ts: npm run drill, injects the fault of an alert, and measures its detection and its recovery
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { findStack } from './drilled-stack.ts';
import { drills } from './drills.ts';
import { DrillFailed } from './exercise.ts';
import { alertRules, limitOf } from './rules.ts';
import { runDrill } from './run.ts';
import { writeTimes } from './write-times.ts';

const usage = `npm run drill -- <alert>... [options]
  --all              every drill, one after the other
  --long             with --all: those too that take more than a quarter of an hour
  --list             what there is
  --interactive      injects the fault and leaves the rest to you
  --warm-up N        how many seconds the customers come before the fault: 90
  --busy             the machine has much else to do: what is slow is no reason to wait, nor to fail
  --no-write         does not write the times into the runbooks
  --port-offset N    the stack of npm start -- --port-offset N
Some faults are switches: start the stack with FAULTS_ENABLED=true npm start.`;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    all: { type: 'boolean', default: false },
    long: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
    interactive: { type: 'boolean', default: false },
    'warm-up': { type: 'string', default: '90' },
    busy: { type: 'boolean', default: false },
    write: { type: 'boolean', default: true },
    'port-offset': { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const rules = alertRules(read('observability/prometheus/rules/alerts.yml'));
const unknown = positionals.find((name) => !(name in drills));
const chosen = values.all ? Object.keys(drills).filter(isForAll) : positionals;

if (values.list) {
  for (const [alert, drill] of Object.entries(drills)) {
    const note = 'cannot' in drill ? `no drill: ${drill.cannot}` : (drill.long ?? '');
    console.log(`${alert.padEnd(28)}${(rules.get(alert)?.severity ?? '').padEnd(10)}${note}`);
  }
} else if (values.help || chosen.length === 0 || unknown !== undefined) {
  if (unknown !== undefined) console.error(`there is no alert ${unknown}\n`);
  console.log(usage);
  process.exitCode = values.help ? 0 : 2;
} else {
  process.exitCode = await main();
}

/** Returns true for a drill that `--all` includes. */
function isForAll(alert: string): boolean {
  const drill = drills[alert];
  return drill !== undefined && !('cannot' in drill) && (values.long || drill.long === undefined);
}

async function main(): Promise<number> {
  const interrupted = new AbortController();
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => {
      if (!interrupted.signal.aborted) console.log('\nhealing the fault, then stopping');
      interrupted.abort();
    });
  }
  const outcomes: [alert: string, outcome: string][] = [];
  for (const alert of chosen) {
    if (interrupted.signal.aborted) break;
    outcomes.push([alert, await attempt(alert, interrupted.signal)]);
  }
  if (chosen.length > 1) {
    console.log('');
    for (const [alert, outcome] of outcomes) console.log(`${alert.padEnd(28)}${outcome}`);
  }
  return outcomes.length === chosen.length && outcomes.every(([, outcome]) => outcome.startsWith('detected')) ? 0 : 1;
}

/** Runs one drill, and returns its outcome as a line. */
async function attempt(alert: string, signal: AbortSignal): Promise<string> {
  const drill = drills[alert];
  const rule = rules.get(alert);
  if (drill === undefined || rule === undefined) return 'no such alert';
  if ('cannot' in drill) return `no drill: ${drill.cannot}`;
  const file = `runbooks/${alert}.md`;
  console.log(`\n${alert}: ${rule.severity}, expected within ${limitOf(rule, drill)} s; runbook ${file}`);
  try {
    const stack = findStack(Number(values['port-offset']));
    const measured = await runDrill({ alert, drill, rule, runbook: read(file) }, stack, {
      interactive: values.interactive,
      warmUpSeconds: Number(values['warm-up']),
      busy: values.busy,
      say,
      signal,
    });
    if (values.write && !values.interactive) writeTimes(alert, measured);
    const outcome = `detected after ${measured.detected} s, recovered after ${measured.recovered} s`;
    say(outcome);
    return outcome;
  } catch (error) {
    if (signal.aborted) return 'interrupted';
    if (!(error instanceof DrillFailed || error instanceof Obstacle)) console.error(error);
    const reason = error instanceof Error ? error.message : String(error);
    say(`failed: ${reason}`);
    return `failed: ${reason}`;
  }
}

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

/** Prints a line with the time of day; further lines of the text are indented. */
function say(text: string): void {
  const [first, ...more] = text.split('\n');
  console.log(
    [`  ${new Date().toISOString().slice(11, 19)}  ${first}`, ...more.map((line) => `            ${line}`)].join('\n'),
  );
}
