import { logger } from '#telemetry/logger.ts';

const timeoutMs = 9_000;
const steps: { name: string; run: () => Promise<void> | void }[] = [];
let stopping: Promise<never> | undefined;

/**
 * Registers a step of the graceful shutdown. A shutdown begins on SIGTERM, SIGINT, an uncaught error or `stop`. Steps run
 * one after the other, in reverse order of registration.
 */
export function onStop(name: string, run: () => Promise<void> | void): void {
  if (steps.length === 0) stopOnSignalsAndErrors();
  steps.push({ name, run });
}

/**
 * Shuts the process down gracefully: runs the steps, then exits with `exitCode`. Exits with 1 if a step failed, or after
 * 9 s. Do not await the result in work that one of the steps waits for.
 */
export function stop(exitCode: number, reason: string): Promise<never> {
  stopping ??= runSteps(exitCode, reason);
  return stopping;
}

/** Returns true if the shutdown has begun, so that resources may already be closed. */
export const isStopping = (): boolean => stopping !== undefined;

async function runSteps(exitCode: number, reason: string): Promise<never> {
  logger.info('stopping', { event: 'process.stopping', reason });
  let current = '';
  let code = exitCode;
  setTimeout(() => {
    logger.error('shutdown timed out', { step: current });
    process.exit(1);
  }, timeoutMs);
  for (const { name, run } of steps.toReversed()) {
    current = name;
    try {
      await run();
    } catch (error) {
      logger.error('shutdown step failed', { step: name, error });
      code = 1;
    }
  }
  process.exit(code);
}

function stopOnSignalsAndErrors(): void {
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(0, signal));
  for (const event of ['uncaughtException', 'unhandledRejection'] as const) {
    process.on(event, (error: unknown) => {
      logger.error('uncaught error', { error });
      void stop(1, event);
    });
  }
}
