import { logger } from '#telemetry/logger.ts';

const deadlineMillis = 9_000;
const steps: { name: string; run: () => Promise<void> | void }[] = [];
let stopping: Promise<never> | undefined;

/**
 * Registers what has to be done before the process ends. Steps run one after the other, the last registered first,
 * on SIGTERM, SIGINT, a fault that nobody caught, or `stop`. (The telemetry preload registers first: it is flushed last.)
 */
export function onStop(name: string, run: () => Promise<void> | void): void {
  if (steps.length === 0) listen();
  steps.push({ name, run });
}

/**
 * Ends the process in order: runs the steps, then exits with `exitCode`, or with 1 if a step failed or
 * did not end within 9 s. Don't await it in work that one of the steps waits for.
 */
export function stop(exitCode: number, reason: string): Promise<never> {
  stopping ??= runSteps(exitCode, reason);
  return stopping;
}

/** Whether the process is about to end: what it uses may be closed by now. */
export const isStopping = (): boolean => stopping !== undefined;

async function runSteps(exitCode: number, reason: string): Promise<never> {
  logger.info('stopping', { reason });
  let current = '';
  let code = exitCode;
  setTimeout(() => {
    logger.error('stopping took too long', { step: current });
    process.exit(1);
  }, deadlineMillis);
  for (const { name, run } of steps.toReversed()) {
    current = name;
    try {
      await run();
    } catch (error) {
      logger.error('a step of stopping failed', { step: name, error });
      code = 1;
    }
  }
  process.exit(code);
}

function listen(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0, signal));
  for (const fault of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(fault, (error: unknown) => {
      logger.error('a fault nobody caught', { error });
      void stop(1, fault);
    });
  }
}
