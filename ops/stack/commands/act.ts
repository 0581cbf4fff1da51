// ops/stack/commands/act.ts: npm run stack, what a person does to single components of a running stack
import { parseArgs } from 'node:util';
import { stackPathsAt } from '../paths.ts';
import { type Action, act, isAction } from '../supervisor/control.ts';
import { isAlive } from '../supervisor/processes.ts';
import { Obstacle } from '../supervisor/stack.ts';
import { readState } from '../supervisor/state.ts';

const usage = `npm run stack -- <action> <component>... [--port-offset N]
  stop      ends it in order; it stays down until it is started
  start     starts it, and waits until it is ready
  restart   both; what does not end within ten seconds is ended by force
  kill      ends it by force, as a crash would; it stays down until it is started
  freeze    halts it in whatever it does, so that it hangs; it stays so until it is thawed, restarted or killed
  thaw      lets it go on
Components are named by npm run status.`;

const done: Readonly<Record<Action, string>> = {
  stop: 'stopped',
  start: 'ready',
  restart: 'ready',
  kill: 'killed',
  freeze: 'frozen',
  thaw: 'goes on',
};

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    'port-offset': { type: 'string', default: '0' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [action, ...names] = positionals;
if (values.help || !isAction(action) || names.length === 0) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

try {
  const url = controlUrl();
  for (const name of names) {
    await act(url, name, action);
    console.log(`${name}: ${done[action]}`);
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}

function controlUrl(): string {
  // The stack of the tests keeps its files elsewhere.
  const given = process.env['STACK_CONTROL_URL'];
  if (given) return given;
  const state = readState(stackPathsAt(Number(values['port-offset'])).state);
  if (state?.control === undefined || !isAlive(state.runner)) throw new Obstacle('nothing runs: npm start starts it');
  return state.control;
}
