// npm run doctor: checks a running stack from the outside, with an order that it places
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { listOf, oneOf } from '../cli/values.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import { checks } from './checks.ts';
import { detect } from './detect.ts';
import { isSound, linesOf, summaryOf } from './report.ts';
import { runChecks } from './run.ts';
import { type Kind, kinds, type Stack, stackOf } from './stack.ts';

const names = checks.map(({ name }) => name);

await runCommand(
  createCommand('npm run doctor --', 'Checks a running stack from the outside, and prints one line per check.', {
    examples: ['npm run doctor', 'npm run doctor -- --skip dashboards,datasources', 'docker compose run --rm doctor'],
    notes: [
      'Creates an account, places an order, and finally cancels the order. Exits with 1 if a check fails, or cannot run because a back end is being built.',
      'Set FRONTEND_URL, LOKI_URL and so on to check other addresses.',
      `Checks: ${names.join(', ')}`,
    ].join('\n'),
  })
    .option(
      '--stack <kind>',
      'local: started by npm start; compose: by docker compose up; network: like compose, seen from a container (default: the stack that is running)',
      oneOf('kind of stack', kinds),
    )
    .addOption(portOffsetOption())
    .option('--skip <checks>', 'checks to skip, separated by commas', listOf(oneOf('check', names)))
    .option('--json', 'print the results as JSON')
    .action(async ({ stack, portOffset, skip = [], json = false }) => {
      const isHealthy = await examine(stackOf(kindOf(stack, portOffset), portOffset), skip, json);
      process.exitCode = isHealthy ? 0 : 1;
    }),
);

function kindOf(requested: Kind | undefined, portOffset: number): Kind {
  const kind = requested ?? detect(portOffset);
  if (kind !== undefined) return kind;
  throw new ExpectedError(
    'no stack is running; start one with npm start or docker compose up, or select one with --stack',
  );
}

/** Runs the checks and prints their results. Returns true if the stack passed. */
async function examine(stack: Stack, skip: readonly string[], json: boolean): Promise<boolean> {
  const colors = process.stdout.isTTY && process.stdout.hasColors();
  const print = (lines: readonly string[]) => {
    if (!json) console.log(lines.join('\n'));
  };
  print([`Checking ${stack.title}`, '']);
  const results = await runChecks(checks, stack, { skip, report: (result) => print(linesOf(result, colors)) });
  const sound = isSound(results);
  if (json) console.log(JSON.stringify({ sound, stack: stack.title, results }, null, 2));
  print(['', summaryOf(results)]);
  return sound;
}
