import { mkdirSync, rmSync } from 'node:fs';
import { dirname } from 'node:path';
import { ExpectedError } from '../../cli/command.ts';
import type { Component } from '../components/component.ts';
import type { StackPaths } from '../paths.ts';
import { keepFilesPrivate } from '../private-files.ts';
import { type ControlServer, startControlServer } from './control-server.ts';
import type { StackListener } from './listener.ts';
import { checkPorts, endLeftovers } from './preflight.ts';
import { checkRequirements, prepareComponent, setUpComponent } from './prepare.ts';
import { identify, type ProcessId, signal } from './processes.ts';
import { checkDependencies, dependents } from './start-order.ts';
import { removeState, writeState } from './state.ts';
import { Supervisor } from './supervisor.ts';

/** Components that start and stop together, each in the order of its dependencies. */
export class Stack {
  readonly supervisors: readonly Supervisor[];
  readonly #paths: StackPaths;
  readonly #listener: StackListener;
  readonly #stopped = new AbortController();
  readonly #starting = new Map<string, Promise<void>>();
  readonly #runner: ProcessId;
  /** True if the state file describes this stack, and not another one that is running. */
  #ownsState = false;
  #control: ControlServer | undefined;

  constructor(components: readonly Component[], paths: StackPaths, listener: StackListener) {
    checkDependencies(components);
    const runner = identify(process.pid);
    if (!runner) throw new ExpectedError('this system has no /proc: only Linux is supported');
    this.#runner = runner;
    this.#paths = paths;
    this.#listener = listener;
    const onChange = () => {
      this.#saveState();
      listener.onChange();
    };
    this.supervisors = components.map((component) => new Supervisor(component, paths.logs, { ...listener, onChange }));
  }

  /**
   * Starts all components that this machine can run. Resolves when they are ready.
   * @throws {ExpectedError} if a server or a service cannot run
   */
  async start(): Promise<void> {
    await endLeftovers(this.#paths, this.#listener.report);
    await checkPorts(this.supervisors.map(({ component }) => component));
    await keepFilesPrivate([dirname(this.#paths.state), this.#paths.data]);
    this.#ownsState = true;
    this.#control = await startControlServer(this);
    rmSync(this.#paths.logs, { recursive: true, force: true });
    mkdirSync(this.#paths.logs, { recursive: true });
    await checkRequirements(this.supervisors, this.#listener.report);
    await Promise.all(this.supervisors.map(({ component }) => this.#startWithDependencies(component.name)));
  }

  /** Stops each component after those that use it, and cancels builds. */
  async stop(): Promise<void> {
    this.#stopped.abort();
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
    await Promise.allSettled(this.#starting.values());
    this.#removeState();
  }

  /** Kills all processes immediately. */
  kill(): void {
    for (const { process } of this.supervisors) if (process) signal(process, 'SIGKILL');
    this.#removeState();
  }

  supervisor(name: string): Supervisor {
    const found = this.supervisors.find(({ component }) => component.name === name);
    if (found) return found;
    const names = this.supervisors.map(({ component }) => component.name);
    throw new ExpectedError(`unknown component "${name}" (known: ${names.join(', ')})`);
  }

  /** The address of the control server (see control.ts); undefined until the stack is started. */
  get controlUrl(): string | undefined {
    return this.#control?.url;
  }

  #startWithDependencies(name: string): Promise<void> {
    const known = this.#starting.get(name);
    if (known) return known;
    const supervisor = this.supervisor(name);
    const starting = (async () => {
      if (supervisor.isSkipped) return;
      const needs = Promise.all(supervisor.component.needs.map((need) => this.#startWithDependencies(need)));
      const { logs } = this.#paths;
      await Promise.all([prepareComponent(supervisor, logs, this.#stopped.signal, this.#listener.report), needs]);
      if (supervisor.isSkipped || this.#stopped.signal.aborted) return;
      await supervisor.start();
      await setUpComponent(supervisor, logs, this.#stopped.signal);
    })();
    this.#starting.set(name, starting);
    return starting;
  }

  #saveState(): void {
    if (!this.#ownsState) return;
    const components = this.supervisors.map(({ component, phase, detail, process, readyAt }) => [
      component.name,
      { phase, detail, ...(process && { process }), ...(readyAt !== undefined && { readyAt }) },
    ]);
    writeState(this.#paths.state, {
      runner: this.#runner,
      ...(this.#control && { control: this.#control.url }),
      components: Object.fromEntries(components),
    });
  }

  #removeState(): void {
    if (this.#ownsState) removeState(this.#paths.state);
    this.#ownsState = false;
  }
}
