import { createServer } from 'node:net';
import { ExpectedError } from '../../cli/command.ts';
import type { Component } from '../components/component.ts';
import type { StackPaths } from '../paths.ts';
import { end, isAlive } from './processes.ts';
import { readState, removeState } from './state.ts';

/**
 * Ends the processes that remain from a killed stack.
 * @throws {ExpectedError} if the stack is running
 */
export async function endLeftovers(paths: StackPaths, report: (line: string) => void): Promise<void> {
  const state = readState(paths.state);
  if (!state) return;
  if (isAlive(state.runner)) {
    throw new ExpectedError(
      `the stack is already running (process ${state.runner.pid}): see npm run status, stop it with Ctrl-C there`,
    );
  }
  await Promise.all(
    Object.entries(state.components).map(async ([name, { process }]) => {
      if (!process || !isAlive(process)) return;
      report(`ending ${name} (process ${process.pid}), left behind by an earlier run`);
      await end(process);
    }),
  );
  removeState(paths.state);
}

/**
 * Checks that the ports of these components are free.
 * @throws {ExpectedError} that names every port that another process uses
 */
export async function checkPorts(components: readonly Component[]): Promise<void> {
  const used: string[] = [];
  for (const { name, ports } of components) {
    for (const port of ports) {
      if (!(await isFree(port))) used.push(`port ${port} (${name}) is in use`);
    }
  }
  if (used.length > 0) {
    throw new ExpectedError(
      `${used.join(', ')}: stop what uses it (ss -ltnp), or choose other ports with --port-offset`,
    );
  }
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  const { promise, resolve, reject } = Promise.withResolvers<boolean>();
  server.once('error', (error: NodeJS.ErrnoException) =>
    error.code === 'EADDRINUSE' ? resolve(false) : reject(error),
  );
  server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  return promise;
}
