import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { repository } from '../paths.ts';
import type { CommandLine } from '../programs/context.ts';
import { identify, type ProcessId } from './processes.ts';

export interface Spawned {
  /** Undefined if the process could not be started. */
  readonly id: ProcessId | undefined;
  /** Resolves with the reason when the process has ended, as the end of a sentence: `ended with exit code 1`. */
  readonly exited: Promise<string>;
}

/** Starts a process whose output is appended to a log file. */
export function spawnWithLog({ file, args, env, folder = repository }: CommandLine, log: string): Spawned {
  const output = openSync(log, 'a');
  const child = spawn(file, args, {
    cwd: folder,
    env: { ...process.env, ...env },
    stdio: ['ignore', output, output],
    // Ctrl-C must reach only this program, which then stops the others gracefully.
    detached: true,
  });
  closeSync(output);
  const { promise: exited, resolve } = Promise.withResolvers<string>();
  child.on('error', (error) => resolve(`cannot be started (${error.message})`));
  child.on('exit', (code, by) => resolve(by ? `was ended by ${by}` : `ended with exit code ${code}`));
  return { exited, id: child.pid === undefined ? undefined : identify(child.pid) };
}
