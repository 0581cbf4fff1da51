// npm run doctor: checks a running stack from outside; prints a line per check, exits with 1 when one fails
import { parseArgs } from 'node:util';
import { checks } from './checks.ts';
import { detect } from './detect.ts';
import { isSound, linesOf, summaryOf } from './report.ts';
import { runChecks } from './run.ts';
import { type Kind, kinds, stackOf } from './stack.ts';

const usage = `npm run doctor -- [--stack local|compose|network] [--port-offset N] [--skip check,...] [--json]
  --stack local      what npm start runs
  --stack compose    what docker compose up runs
  --stack network    the same, seen from a container: docker compose run --rm doctor
  --port-offset N    of a local stack
  --skip NAMES       leaves checks out: ${checks.map(({ name }) => name).join(', ')}
  --json             prints the results as JSON
Places one order, with an account of its own, and cancels it in the end.
FRONTEND_URL, LOKI_URL and so on in the environment name other addresses.`;

const { values } = parseArgs({
  options: {
    stack: { type: 'string' },
    'port-offset': { type: 'string', default: '0' },
    skip: { type: 'string', default: '' },
    json: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const offset = Number(values['port-offset']);
const skip = values.skip.split(',').filter((name) => name !== '');
const unknown = skip.find((name) => !checks.some((check) => check.name === name));
const asked = kinds.find((kind) => kind === values.stack);
if (
  values.help ||
  (values.stack !== undefined && asked === undefined) ||
  unknown !== undefined ||
  !Number.isInteger(offset)
) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const kind: Kind | undefined = asked ?? detect(offset);
if (kind === undefined) {
  console.error('No stack is running: start one with npm start or docker compose up, or name it with --stack.');
  process.exit(1);
}
const stack = stackOf(kind, offset);
const colors = process.stdout.isTTY && process.stdout.hasColors();
const say = (lines: readonly string[]) => {
  if (!values.json) console.log(lines.join('\n'));
};

say([`Checking ${stack.title}`, '']);
const results = await runChecks(checks, stack, { skip, report: (result) => say(linesOf(result, colors)) });
const sound = isSound(results);
if (values.json) console.log(JSON.stringify({ sound, stack: stack.title, results }, null, 2));
say(['', summaryOf(results)]);
process.exitCode = sound ? 0 : 1;
