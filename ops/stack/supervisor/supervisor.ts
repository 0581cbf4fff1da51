import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Component } from '../components/component.ts';
import { repository, shown } from '../paths.ts';
import { backoff, patience, steady } from './backoff.ts';
import { end, identify, type ProcessId, signal } from './processes.ts';
import type { Phase } from './state.ts';

const pollEvery = 50;

export interface Watcher {
  /** The phase, its detail or the process has changed. */
  readonly changed: () => void;
  /** Something a person should read. */
  readonly say: (line: string) => void;
  /** A process has died by itself. */
  readonly died?: (name: string) => void;
}

/** Keeps the process of one component running from `start` to `stop`, however often it dies. */
export class Supervisor {
  readonly component: Component;
  readonly log: string;
  phase: Phase = 'waiting';
  detail = '';
  /** The running process. */
  process: ProcessId | undefined;
  /** When the phase began. */
  since = Date.now();
  readonly #watcher: Watcher;
  #phaseWhenThawed: Phase = 'ready';
  #run: { readonly wanted: AbortController; readonly ended: Promise<void>; readonly ready: Promise<void> } | undefined;

  constructor(component: Component, logs: string, watcher: Watcher) {
    this.component = component;
    this.log = join(logs, `${component.name}.log`);
    this.#watcher = watcher;
  }

  get isLeftOut(): boolean {
    return this.phase === 'missing';
  }

  enter(phase: Phase, detail = ''): void {
    if (phase !== this.phase) this.since = Date.now();
    this.phase = phase;
    this.detail = detail;
    this.#watcher.changed();
  }

  /** Resolves when the component is ready; it is kept running from then on. */
  start(): Promise<void> {
    if (!this.#run) {
      const wanted = new AbortController();
      const { promise: ready, resolve, reject } = Promise.withResolvers<void>();
      const ended = this.#keepRunning(wanted.signal, resolve).finally(() => reject(new Error('stopped')));
      // Whoever waits for it hears of it; nobody has to.
      ready.catch(() => undefined);
      this.#run = { wanted, ended, ready };
    }
    return this.#run.ready;
  }

  /** Ends the process in order, by force after ten seconds, and does not start it again. */
  async stop(): Promise<void> {
    const run = this.#run;
    if (!run) return;
    // Frozen, it would not hear that it shall end.
    if (this.phase === 'frozen') this.thaw();
    this.enter('stopping');
    run.wanted.abort();
    await run.ended;
    this.#run = undefined;
    this.enter('stopped');
  }

  /** Ends the process by force, as a crash would, and does not start it again. */
  async kill(): Promise<void> {
    if (this.process) signal(this.process, 'SIGKILL');
    await this.stop();
  }

  /** Ends the process in order, by force after ten seconds, and starts it. Resolves when it is ready. */
  async restart(): Promise<void> {
    await this.stop();
    await this.start();
  }

  /** Halts the process in whatever it does (SIGSTOP), until it is thawed or ended: to others it hangs. */
  freeze(): void {
    if (!this.process) throw new Error(`${this.component.name} does not run`);
    if (this.phase === 'frozen') return;
    signal(this.process, 'SIGSTOP');
    this.#phaseWhenThawed = this.phase;
    this.enter('frozen');
  }

  /** Lets a frozen process go on. */
  thaw(): void {
    if (this.process) signal(this.process, 'SIGCONT');
    if (this.phase === 'frozen') this.enter(this.#phaseWhenThawed);
  }

  async #keepRunning(wanted: AbortSignal, becameReady: () => void): Promise<void> {
    for (let failures = 1; !wanted.aborted; failures += 1) {
      const { reason, uptime } = await this.#runOnce(wanted, becameReady, patience(failures));
      if (wanted.aborted) return;
      if (uptime > steady) failures = 1;
      const pause = backoff(failures);
      this.#watcher.say(
        `${this.component.name} ${reason}, see ${shown(this.log)}; it is started again in ${pause / 1000} s`,
      );
      this.enter('restarting', reason);
      this.#watcher.died?.(this.component.name);
      await sleep(pause, undefined, { signal: wanted }).catch(() => undefined);
    }
  }

  /** From the start of one process to its end: why it ended, and for how long it had been ready. */
  async #runOnce(
    wanted: AbortSignal,
    becameReady: () => void,
    patienceMs: number,
  ): Promise<{ reason: string; uptime: number }> {
    this.enter('starting');
    const { exited, id } = this.#spawn();
    this.process = id;
    this.#watcher.changed();
    const over = new AbortController();
    void exited.then(() => over.abort());
    const endIt = () => id && end(id);
    wanted.addEventListener('abort', endIt);

    const ready = await this.#becomesReady(AbortSignal.any([over.signal, wanted]), patienceMs);
    const readyAt = Date.now();
    if (ready) {
      this.enter('ready');
      becameReady();
    } else {
      await endIt();
    }
    const reason = await exited;

    wanted.removeEventListener('abort', endIt);
    this.process = undefined;
    return { reason, uptime: ready ? Date.now() - readyAt : 0 };
  }

  #spawn(): { exited: Promise<string>; id: ProcessId | undefined } {
    const { file, args, env } = this.component.command();
    const log = openSync(this.log, 'a');
    const child = spawn(file, args, {
      cwd: repository,
      env: { ...globalThis.process.env, ...env },
      stdio: ['ignore', log, log],
      // Ctrl-C reaches this program only, which then stops the others in order.
      detached: true,
    });
    closeSync(log);
    const { promise: exited, resolve } = Promise.withResolvers<string>();
    child.on('error', (error) => resolve(`cannot be started (${error.message})`));
    child.on('exit', (code, by) => resolve(by ? `was ended by ${by}` : `ended with exit code ${code}`));
    return { exited, id: child.pid === undefined ? undefined : identify(child.pid) };
  }

  async #becomesReady(given: AbortSignal, patienceMs: number): Promise<boolean> {
    const deadline = Date.now() + patienceMs;
    while (!given.aborted && Date.now() < deadline) {
      const ready = await this.component.ready().catch(() => false);
      if (ready && !given.aborted) return true;
      await sleep(pollEvery, undefined, { signal: given }).catch(() => undefined);
    }
    if (!given.aborted) this.#watcher.say(`${this.component.name} was not ready after ${patienceMs / 1000} s`);
    return false;
  }
}
