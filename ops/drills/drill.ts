// ops/drills/drill.ts: npm run drill, a fault on purpose: is it told, does its runbook heal it, how long does that take?
import { readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism, loadavg } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { repository } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { siteAt } from './drilled-stack.ts';
import { drills } from './drills.ts';
import { alertRules, limitOf } from './rules.ts';
import { DrillFailed, type Measured, runDrill } from './run.ts';
import { intoIndex, intoRunbook } from './times.ts';

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

/** One drill; answers its outcome in a line. */
async function attempt(alert: string, signal: AbortSignal): Promise<string> {
  const drill = drills[alert];
  const rule = rules.get(alert);
  if (drill === undefined || rule === undefined) return 'there is no such alert';
  if ('cannot' in drill) return `no drill: ${drill.cannot}`;
  const file = `runbooks/${alert}.md`;
  console.log(`\n${alert}: ${rule.severity}, to be told within ${limitOf(rule, drill)} s; runbook ${file}`);
  try {
    const site = siteAt(Number(values['port-offset']));
    const measured = await runDrill({ alert, drill, rule, runbook: read(file) }, site, {
      interactive: values.interactive,
      warmUpSeconds: Number(values['warm-up']),
      busy: values.busy,
      say,
      signal,
    });
    if (values.write && !values.interactive) write(alert, file, measured);
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

function write(alert: string, file: string, measured: Measured): void {
  const day = new Date().toISOString().slice(0, 10);
  const machine = `${availableParallelism()} cores, load ${loadavg()[0]?.toFixed(1)}`;
  const times = { ...measured, day, machine };
  for (const [path, change] of [
    [file, (page: string) => intoRunbook(page, times)],
    ['runbooks/README.md', (page: string) => intoIndex(page, alert, times)],
  ] as const) {
    writeFileSync(join(repository, path), change(read(path)));
  }
}

function read(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

function say(text: string): void {
  const [first, ...more] = text.split('\n');
  console.log(
    [`  ${new Date().toISOString().slice(11, 19)}  ${first}`, ...more.map((line) => `            ${line}`)].join('\n'),
  );
}
