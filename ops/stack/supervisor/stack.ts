import { mkdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import type { Component } from '../components/component.ts';
import type { StackPaths } from '../paths.ts';
import type { Work } from '../programs/work.ts';
import { type Control, serveControl } from './control.ts';
import { end, identify, isAlive, type ProcessId, signal } from './processes.ts';
import { checkOrder, dependents } from './start-order.ts';
import { readState, removeState, writeState } from './state.ts';
import { Supervisor, type Watcher } from './supervisor.ts';

/** Something that a person can put right, told in one line. */
export class Obstacle extends Error {}

/** The components of one place, started together and stopped together. */
export class Stack {
  readonly supervisors: readonly Supervisor[];
  readonly #paths: StackPaths;
  readonly #watcher: Watcher;
  readonly #cancel = new AbortController();
  readonly #brought = new Map<string, Promise<void>>();
  readonly #runner: ProcessId;
  /** Whether the state file tells of this stack, and not of another that runs here. */
  #isOurs = false;
  #control: Control | undefined;

  constructor(components: readonly Component[], paths: StackPaths, watcher: Watcher) {
    checkOrder(components);
    const runner = identify(process.pid);
    if (!runner) throw new Obstacle('this system has no /proc: only Linux is supported');
    this.#runner = runner;
    this.#paths = paths;
    this.#watcher = watcher;
    const changed = () => {
      this.#saveState();
      watcher.changed();
    };
    this.supervisors = components.map((component) => new Supervisor(component, paths.logs, { ...watcher, changed }));
  }

  /** Resolves when everything is ready that this machine can run. Throws an Obstacle when the orders could not work. */
  async start(): Promise<void> {
    await endLeftovers(this.#paths, this.#watcher.say);
    await this.#checkPorts();
    this.#isOurs = true;
    this.#control = await serveControl(this);
    rmSync(this.#paths.logs, { recursive: true, force: true });
    mkdirSync(this.#paths.logs, { recursive: true });
    await this.#checkPrograms();
    await Promise.all(this.supervisors.map(({ component }) => this.#bring(component.name)));
  }

  /** Stops everything, each component after those that use it. What is being built is called off. */
  async stop(): Promise<void> {
    this.#cancel.abort();
    this.#control?.close();
    const stopping = new Map<string, Promise<void>>();
    const components = this.supervisors.map(({ component }) => component);
    const stop = (name: string): Promise<void> => {
      const known = stopping.get(name);
      if (known) return known;
      const stopped = Promise.all(dependents(name, components).map(stop)).then(() => this.supervisor(name).stop());
      stopping.set(name, stopped);
      return stopped;
    };
    await Promise.all(components.map(({ name }) => stop(name)));
    await Promise.allSettled(this.#brought.values());
    this.#forget();
  }

  /** Ends everything at once, by force. */
  kill(): void {
    for (const { process } of this.supervisors) if (process) signal(process, 'SIGKILL');
    this.#forget();
  }

  supervisor(name: string): Supervisor {
    const found = this.supervisors.find(({ component }) => component.name === name);
    if (!found) {
      const names = this.supervisors.map(({ component }) => component.name);
      throw new Obstacle(`there is no component "${name}", only ${names.join(', ')}`);
    }
    return found;
  }

  /** Where others may act on the components; undefined while it does not run. See control.ts. */
  get controlUrl(): string | undefined {
    return this.#control?.url;
  }

  /** Starts a component once what it needs is ready. */
  #bring(name: string): Promise<void> {
    const known = this.#brought.get(name);
    if (known) return known;
    const supervisor = this.supervisor(name);
    const { component } = supervisor;
    const brought = (async () => {
      if (supervisor.isLeftOut) return;
      const needs = Promise.all(component.needs.map((need) => this.#bring(need)));
      await Promise.all([this.#provide(supervisor), needs]);
      if (!supervisor.isLeftOut && !this.#cancel.signal.aborted) await supervisor.start();
    })();
    this.#brought.set(name, brought);
    return brought;
  }

  async #provide(supervisor: Supervisor): Promise<void> {
    const { component } = supervisor;
    const work: Work = {
      progress: (detail) => supervisor.enter('preparing', detail),
      log: join(this.#paths.logs, `${component.name}.preparation.log`),
      signal: this.#cancel.signal,
    };
    try {
      await component.obtain?.(work);
      await component.prepare?.(work);
      if (!this.#cancel.signal.aborted) supervisor.enter('waiting', component.needs.join(', '));
    } catch (error) {
      if (this.#cancel.signal.aborted) return;
      const reason = error instanceof Error ? error.message : String(error);
      if (component.part !== 'back ends') throw new Obstacle(`${component.name}: ${reason}`);
      this.#leaveOut(supervisor, reason);
    }
  }

  async #checkPrograms(): Promise<void> {
    const lacking: string[] = [];
    for (const supervisor of this.supervisors) {
      const { component } = supervisor;
      const missing = await component.missing?.();
      if (missing === undefined) continue;
      if (component.part === 'back ends') this.#leaveOut(supervisor, missing);
      else lacking.push(`${component.name} cannot run: ${missing}`);
    }
    if (lacking.length > 0) throw new Obstacle(lacking.join('\n'));
  }

  #leaveOut(supervisor: Supervisor, reason: string): void {
    supervisor.enter('missing', reason);
    this.#watcher.say(`${supervisor.component.name} is left out: ${reason}`);
  }

  async #checkPorts(): Promise<void> {
    const taken: string[] = [];
    for (const { component } of this.supervisors) {
      for (const port of component.ports) {
        if (!(await isFree(port))) taken.push(`port ${port} (${component.name}) is taken`);
      }
    }
    if (taken.length > 0) throw new Obstacle(`${taken.join(', ')}: stop what uses it`);
  }

  #saveState(): void {
    if (!this.#isOurs) return;
    const components = this.supervisors.map(({ component, phase, detail, process }) => [
      component.name,
      { phase, detail, ...(process && { process }) },
    ]);
    writeState(this.#paths.state, {
      runner: this.#runner,
      ...(this.#control && { control: this.#control.url }),
      components: Object.fromEntries(components),
    });
  }

  #forget(): void {
    if (this.#isOurs) removeState(this.#paths.state);
    this.#isOurs = false;
  }
}

/** Throws an Obstacle if a stack runs here; ends what one that was killed has left. */
export async function endLeftovers(paths: StackPaths, say: (line: string) => void): Promise<void> {
  const state = readState(paths.state);
  if (!state) return;
  if (isAlive(state.runner)) {
    throw new Obstacle(`it runs already (process ${state.runner.pid}): see npm run status, end it with Ctrl-C there`);
  }
  await Promise.all(
    Object.entries(state.components).map(async ([name, { process }]) => {
      if (!process || !isAlive(process)) return;
      say(`ending ${name} (process ${process.pid}), left behind by an earlier run`);
      await end(process);
    }),
  );
  removeState(paths.state);
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
