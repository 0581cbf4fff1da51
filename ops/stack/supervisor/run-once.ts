import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import { end, type ProcessId } from './processes.ts';
import { spawnWithLog } from './spawn.ts';

const readinessPollMs = 50;

interface RunOptions {
  /** Ends the process when it aborts. */
  readonly stop: AbortSignal;
  /** Milliseconds after which a process that is not ready is ended. */
  readonly timeoutMs: number;
  readonly onStarted: (id: ProcessId | undefined) => void;
  readonly onReady: () => void;
  readonly report: (line: string) => void;
}

/** Runs one process of a component to its end. Returns the reason for the end, and the time for which it was ready. */
export async function runOnce(
  component: Component,
  log: string,
  options: RunOptions,
): Promise<{ reason: string; readyMs: number }> {
  const { stop, onStarted, onReady } = options;
  const { exited, id } = spawnWithLog(component.command(), log);
  onStarted(id);
  const over = new AbortController();
  void exited.then(() => over.abort());
  const endProcess = () => id && end(id);
  stop.addEventListener('abort', endProcess);

  const isReady = await becomesReady(component, AbortSignal.any([over.signal, stop]), options);
  const readyAt = Date.now();
  if (isReady) onReady();
  else await endProcess();
  const reason = await exited;

  stop.removeEventListener('abort', endProcess);
  return { reason, readyMs: isReady ? Date.now() - readyAt : 0 };
}

async function becomesReady(
  { name, ready }: Component,
  cancelled: AbortSignal,
  { timeoutMs, report }: RunOptions,
): Promise<boolean> {
  const deadline = Date.now() + timeoutMs;
  while (!cancelled.aborted && Date.now() < deadline) {
    const isReady = await ready().catch(() => false);
    if (isReady && !cancelled.aborted) return true;
    await sleep(readinessPollMs, undefined, { signal: cancelled }).catch(() => undefined);
  }
  if (!cancelled.aborted) report(`${name} was not ready within ${timeoutMs / 1_000} s`);
  return false;
}
