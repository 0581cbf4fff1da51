import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import { displayPath } from '../paths.ts';
import { restartDelay, stableAfter, startTimeout } from './backoff.ts';
import type { StackListener } from './listener.ts';
import { type ProcessId, signal } from './processes.ts';
import { runOnce } from './run-once.ts';
import type { Phase } from './state.ts';

/** The supervisor of one component's process, which it restarts whenever the process ends between `start` and `stop`. */
export class Supervisor {
  readonly component: Component;
  readonly log: string;
  phase: Phase = 'waiting';
  detail = '';
  /** The running process. */
  process: ProcessId | undefined;
  /** The time when the phase began. */
  since = Date.now();
  /** The time when the component was ready for the first time. */
  readyAt: number | undefined;
  readonly #listener: StackListener;
  #phaseWhenThawed: Phase = 'ready';
  #run: { readonly stop: AbortController; readonly ended: Promise<void>; readonly ready: Promise<void> } | undefined;

  constructor(component: Component, logs: string, listener: StackListener) {
    this.component = component;
    this.log = join(logs, `${component.name}.log`);
    this.#listener = listener;
  }

  get isSkipped(): boolean {
    return this.phase === 'skipped';
  }

  enter(phase: Phase, detail = ''): void {
    if (phase !== this.phase) this.since = Date.now();
    this.phase = phase;
    this.detail = detail;
    this.#listener.onChange();
  }

  /** Starts the process and keeps it running. Resolves when it is ready. */
  start(): Promise<void> {
    if (!this.#run) {
      const stop = new AbortController();
      const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
      const ended = this.#keepRunning(stop.signal, resolve).finally(() => reject(new Error('stopped')));
      // Callers may await `ready`; this avoids an unhandled rejection if none does.
      ready.catch(() => undefined);
      this.#run = { stop, ended, ready };
    }
    return this.#run.ready;
  }

  /** Shuts the process down gracefully, kills it after ten seconds, and does not restart it. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    // A frozen process would not receive SIGTERM.
    if (this.phase === 'frozen') this.thaw();
    this.enter('stopping');
    run.stop.abort();
    await run.ended;
    this.#run = undefined;
    this.enter('stopped');
  }

  /** Kills the process, as a crash would, and does not restart it. */
  async kill(): Promise<void> {
    if (this.process) signal(this.process, 'SIGKILL');
    await this.stop();
  }

  /** Stops the process and starts it. Resolves when it is ready. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Suspends the process (SIGSTOP) until it is thawed or stopped: to other processes it hangs. */
  freeze(): void {
    if (!this.process) throw new Error(`${this.component.name} is not running`);
    if (this.phase === 'frozen') return;
    signal(this.process, 'SIGSTOP');
    this.#phaseWhenThawed = this.phase;
    this.enter('frozen');
  }

  /** Lets a frozen process continue. */
  thaw(): void {
    if (this.process) signal(this.process, 'SIGCONT');
    if (this.phase === 'frozen') this.enter(this.#phaseWhenThawed);
  }

  #setProcess(id: ProcessId | undefined): void {
    this.process = id;
    this.#listener.onChange();
  }

  async #keepRunning(stop: AbortSignal, onReady: () => void): Promise<void> {
    for (let failures = 1; !stop.aborted; failures += 1) {
      this.enter('starting');
      const { reason, readyMs } = await runOnce(this.component, this.log, {
        stop,
        timeoutMs: startTimeout(failures),
        onStarted: (id) => this.#setProcess(id),
        onReady: () => {
          this.readyAt ??= Date.now();
          this.enter('ready');
          onReady();
        },
        report: this.#listener.report,
      });
      this.process = undefined;
      if (stop.aborted) return;
      if (readyMs > stableAfter) failures = 1;
      const delay = restartDelay(failures);
      const log = displayPath(this.log);
      this.#listener.report(`${this.component.name} ${reason}, see ${log}; restarting in ${delay / 1_000} s`);
      this.enter('restarting', reason);
      this.#listener.onExit?.(this.component.name);
      await sleep(delay, undefined, { signal: stop }).catch(() => undefined);
    }
  }
}
