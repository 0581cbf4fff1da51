// npm run status: the state, process, memory and health of each component
import { createCommand, runCommand } from '../../cli/command.ts';
import { components } from '../components/components.ts';
import { type StackPaths, stackPathsAt } from '../paths.ts';
import { portOffsetOption } from '../port-offset.ts';
import { readSecrets } from '../secrets.ts';
import { isAlive, memory } from '../supervisor/processes.ts';
import { readState, type State } from '../supervisor/state.ts';

/** The exit code of `systemctl status` for a program that is not running. */
const notRunning = 3;

await runCommand(
  createCommand('npm run status --', 'Prints the state, process, memory and health of each component.', {
    examples: ['npm run status', 'npm run status -- --port-offset 20000'],
    notes: `Exits with 0 if every component is healthy, with 1 if one is not or is still being built, and with ${notRunning} if no stack is running.`,
  })
    .addOption(portOffsetOption())
    .action(async ({ portOffset }) => {
      const paths = stackPathsAt(portOffset);
      const state = readState(paths.state);
      if (state === undefined) {
        console.log('no stack is running; start one with npm start');
        process.exitCode = notRunning;
      } else await printStatus(paths, state);
    }),
);

interface Row {
  component: string;
  state: string;
  pid: string;
  memory: string;
  health: string;
  detail: string;
}

async function printStatus(paths: StackPaths, state: State): Promise<void> {
  const isRunning = isAlive(state.runner);
  if (!isRunning) {
    console.log(
      `npm start (process ${state.runner.pid}) has died; the next npm start ends the processes that it left behind`,
    );
  }
  const rows = await rowsOf(paths, state, isRunning);
  const heading = {
    component: 'component',
    state: 'state',
    pid: 'pid',
    memory: 'memory',
    health: 'health',
    detail: '',
  };
  for (const row of [heading, ...rows]) console.log(lineOf(row));
  if (rows.some(({ health }) => health !== 'ok')) process.exitCode = 1;
}

function rowsOf(paths: StackPaths, state: State, isRunning: boolean): Promise<Row[]> {
  const known = components(paths, readSecrets(paths.secrets));
  return Promise.all(
    Object.entries(state.components).map(async ([component, { phase, detail, process }]) => {
      if (!process || !isAlive(process)) return { component, state: phase, pid: '', memory: '', health: '', detail };
      const isReady = await known
        .find(({ name }) => name === component)
        ?.ready()
        .catch(() => false);
      return {
        component,
        state: isRunning ? phase : 'left behind',
        pid: `${process.pid}`,
        memory: `${Math.round((memory(process.pid) ?? 0) / 1e6)} MB`,
        health: isReady ? 'ok' : 'no response',
        detail,
      };
    }),
  );
}

function lineOf({ component, state, pid, memory, health, detail }: Row): string {
  const columns = [component.padEnd(16), state.padEnd(11), pid.padStart(7), memory.padStart(7), '', health.padEnd(9)];
  return [...columns, detail].join(' ');
}
