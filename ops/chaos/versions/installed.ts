import type { Component } from '../../stack/components/component.ts';

/** The version of the software that each process of the system runs: this one, or an earlier one that was checked out. */
export class InstalledVersions {
  /** The folder of the earlier version. */
  readonly earlier: string;
  readonly #earlier = new Set<string>();

  constructor(earlier: string) {
    this.earlier = earlier;
  }

  /** Installs a version of a process. It takes effect when the process starts the next time. */
  install(process: string, version: 'earlier' | 'this'): void {
    if (version === 'earlier') this.#earlier.add(process);
    else this.#earlier.delete(process);
  }

  /** Returns a component that starts the version that is installed. */
  apply(component: Component): Component {
    return {
      ...component,
      command: () => ({
        ...component.command(),
        folder: this.#earlier.has(component.name) ? this.earlier : undefined,
      }),
    };
  }
}
