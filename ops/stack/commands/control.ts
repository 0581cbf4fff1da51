// npm run stack: stops, starts, restarts, kills, freezes or thaws components of a running stack
import { createCommand, ExpectedError, nameSubcommands, runCommand } from '../../cli/command.ts';
import { stackPathsAt } from '../paths.ts';
import { portOffsetOption } from '../port-offset.ts';
import type { Action } from '../supervisor/actions.ts';
import { controlComponent } from '../supervisor/control.ts';
import { isAlive } from '../supervisor/processes.ts';
import { readState } from '../supervisor/state.ts';

const actions: Readonly<Record<Action, { summary: string; done: string }>> = {
  stop: { summary: 'shut down gracefully; the component stays down until you start it', done: 'stopped' },
  start: { summary: 'start, and wait until the component is ready', done: 'ready' },
  restart: { summary: 'stop, then start; kill a component that has not stopped after ten seconds', done: 'ready' },
  kill: { summary: 'kill (SIGKILL), like a crash; the component stays down until you start it', done: 'killed' },
  freeze: {
    summary: 'suspend (SIGSTOP), so that the component hangs until you thaw, restart or kill it',
    done: 'frozen',
  },
  thaw: { summary: 'resume a frozen component', done: 'running' },
};

const program = createCommand('npm run stack --', 'Controls individual components of a running stack.', {
  examples: ['npm run stack -- freeze kafka', 'npm run stack -- restart order-worker product-worker'],
  notes: 'Run npm run status to list the components.',
}).addOption(portOffsetOption());
nameSubcommands(program, 'action');

for (const [action, { summary, done }] of Object.entries(actions)) {
  program
    .command(action)
    .description(summary)
    .argument('<component...>', 'names from npm run status')
    .action(async (names) => {
      const url = controlUrl(program.opts().portOffset);
      for (const name of names) {
        await controlComponent(url, name, action as Action);
        console.log(`${name}: ${done}`);
      }
    });
}

await runCommand(program);

function controlUrl(portOffset: number): string {
  // The stack of the tests keeps its state file elsewhere.
  const given = process.env['STACK_CONTROL_URL'];
  if (given) return given;
  const state = readState(stackPathsAt(portOffset).state);
  if (state?.control === undefined || !isAlive(state.runner)) {
    throw new ExpectedError('no stack is running; start one with npm start');
  }
  return state.control;
}
