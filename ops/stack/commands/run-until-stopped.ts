import { ExpectedError } from '../../cli/command.ts';
import type { Component } from '../components/component.ts';
import type { StackPaths } from '../paths.ts';
import { Stack } from '../supervisor/stack.ts';
import { addressesOf, firstSteps } from './addresses.ts';
import { Display } from './display.ts';

/** Starts these components, shows their progress and stops them on a signal. Returns the exit code. */
export async function runUntilStopped(components: readonly Component[], paths: StackPaths): Promise<number> {
  const display = new Display();
  const stack = new Stack(components, paths, { onChange, report: display.print });
  const { promise: stopped, resolve } = Promise.withResolvers<number>();
  let stoppingSince: number | undefined;
  let isShopReady = false;

  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(name, () => void stop(0, `${name}: stopping; press Ctrl-C again to kill everything immediately`));
  }
  // However this process ends, no component stays behind.
  process.on('exit', () => stack.kill());

  try {
    display.watch(stack.supervisors);
    await stack.start();
    if (stoppingSince === undefined) {
      display.conclude([...(isShopReady ? firstSteps(paths) : []), ...addressesOf(stack, paths), summaryOf(stack)]);
    }
  } catch (error) {
    if (stoppingSince === undefined) {
      const isExpected = error instanceof ExpectedError;
      if (!isExpected) console.error(error);
      void stop(1, isExpected ? error.message : 'stopping after an unexpected error');
    }
  }
  return stopped;

  function onChange(): void {
    display.update();
    const services = stack.supervisors.filter(({ component }) => component.tier === 'services');
    if (isShopReady || services.length === 0 || services.some(({ phase }) => phase !== 'ready')) return;
    isShopReady = true;
    display.print([`ready for orders after ${secondsSinceStart()} s`, ...firstSteps(paths)].join('\n'));
  }

  async function stop(exitCode: number, reason: string): Promise<void> {
    if (stoppingSince !== undefined) {
      // One Ctrl-C arrives twice: from the terminal, and passed on by npm.
      if (Date.now() - stoppingSince < 500) return;
      display.print('killing everything');
      process.exit(1);
    }
    stoppingSince = Date.now();
    display.stopping(reason);
    await stack.stop();
    display.end();
    console.log('stopped');
    resolve(exitCode);
  }
}

function summaryOf({ supervisors }: Stack): string {
  const skipped = supervisors.filter(({ isSkipped }) => isSkipped).map(({ component }) => component.name);
  const without = skipped.length > 0 ? `, without ${skipped.join(', ')}` : '';
  return `ready after ${secondsSinceStart()} s${without}; press Ctrl-C to stop`;
}

const secondsSinceStart = (): string => (performance.now() / 1_000).toFixed(1);
