// npm run drill: injects the fault of an alert, and measures how long its detection and its runbook take
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createCommand, runCommand } from '../cli/command.ts';
import { oneOf, wholeNumber } from '../cli/values.ts';
import { repository } from '../stack/paths.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import { type AttemptOptions, attempt } from './attempt.ts';
import { drills } from './drills.ts';
import { type AlertRule, alertRules } from './rules.ts';

const alerts = Object.keys(drills);

await runCommand(
  createCommand(
    'npm run drill --',
    'Injects the fault of an alert, and measures the time until detection and recovery.',
    {
      examples: ['npm run drill -- KafkaDown', 'npm run drill -- KafkaDown --interactive', 'npm run drill -- --all'],
      notes: 'Some drills switch faults on in the processes. Start the stack with FAULTS_ENABLED=true npm start.',
    },
  )
    .argument('[alert...]', 'names of alerts', (text: string, names: readonly string[] = []) => [
      ...names,
      oneOf('alert', alerts)(text),
    ])
    .option('--all', 'run all drills, one after the other')
    .option('--long', 'with --all: also run the drills that take more than 15 minutes')
    .option('--list', 'list the drills')
    .option('--interactive', 'inject the fault only; you diagnose and mitigate')
    .option('--warm-up <seconds>', 'duration of the traffic before the fault', wholeNumber(0), 90)
    .option('--busy', 'the machine has other work: tolerate slow responses')
    .option('--no-write', 'do not write the measured times into the runbooks')
    .addOption(portOffsetOption())
    .action(async (names, { all = false, long = false, list = false, ...options }, command) => {
      const rules = alertRules(readFileSync(join(repository, 'observability/prometheus/rules/alerts.yml'), 'utf8'));
      if (list) return printDrills(rules);
      const chosen = all ? alerts.filter((alert) => isForAll(alert, long)) : (names ?? []);
      if (chosen.length === 0) return command.error('error: name an alert, or use --all; --list shows the alerts');
      const { interactive = false, warmUp, busy = false, write, portOffset } = options;
      const attemptOptions = { interactive, warmUpSeconds: warmUp, busy, write, portOffset };
      process.exitCode = await drillAll(chosen, rules, attemptOptions);
    }),
);

function printDrills(rules: ReadonlyMap<string, AlertRule>): void {
  for (const [alert, drill] of Object.entries(drills)) {
    const note = 'cannot' in drill ? `no drill: ${drill.cannot}` : (drill.long ?? '');
    console.log(`${alert.padEnd(28)}${(rules.get(alert)?.severity ?? '').padEnd(10)}${note}`);
  }
}

function isForAll(alert: string, long: boolean): boolean {
  const drill = drills[alert];
  return drill !== undefined && !('cannot' in drill) && (long || drill.long === undefined);
}

/** Drills the alerts one after the other. Returns the exit code. */
async function drillAll(
  chosen: readonly string[],
  rules: ReadonlyMap<string, AlertRule>,
  options: AttemptOptions,
): Promise<number> {
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
    outcomes.push([alert, await attempt(alert, rules.get(alert), options, interrupted.signal)]);
  }
  if (chosen.length > 1) {
    console.log('');
    for (const [alert, outcome] of outcomes) console.log(`${alert.padEnd(28)}${outcome}`);
  }
  return outcomes.length === chosen.length && outcomes.every(([, outcome]) => outcome.startsWith('detected')) ? 0 : 1;
}
