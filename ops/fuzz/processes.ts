import { spawnSync } from 'node:child_process';
import { ExpectedError } from '../cli/command.ts';
import { repository } from '../stack/paths.ts';
import { isAlive } from '../stack/supervisor/processes.ts';
import { readState } from '../stack/supervisor/state.ts';

/** The identity of each process of a running stack, by its name. It changes when the process is restarted. */
export type Processes = ReadonlyMap<string, string>;

/**
 * Returns the processes of a stack without containers, or else of the containers.
 * @param stateFile the file in which the stack lists its processes
 * @throws {ExpectedError} if no stack is running
 */
export function runningProcesses(stateFile: string): Processes {
  const state = readState(stateFile);
  if (state === undefined || !isAlive(state.runner)) return runningContainers();
  return new Map(
    Object.entries(state.components).flatMap(([name, { process }]) =>
      process === undefined ? [] : [[name, `${process.pid} ${process.started}`]],
    ),
  );
}

function runningContainers(): Processes {
  const ids = docker('compose', 'ps', '--quiet');
  if (ids === undefined || ids.length === 0) throw new ExpectedError('no stack is running; start one with npm start');
  const lines = docker('inspect', '--format', '{{.Name}} {{.State.StartedAt}}', ...ids) ?? [];
  return new Map(lines.map((line) => line.split(' ') as [string, string]));
}

/** Returns the lines that Docker prints, or undefined if it fails. */
function docker(...args: string[]): string[] | undefined {
  const { status, stdout } = spawnSync('docker', args, { cwd: repository, encoding: 'utf8' });
  return status === 0 ? stdout.split('\n').filter((line) => line !== '') : undefined;
}

/** Returns the names of the processes that ended or were restarted since. */
export const endedSince = (before: Processes, now: Processes): string[] =>
  [...before].filter(([name, identity]) => now.get(name) !== identity).map(([name]) => name);
