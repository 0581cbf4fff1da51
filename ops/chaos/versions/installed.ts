import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { type EventType, eventTypes, versionsOf } from '#events/catalog.ts';
import { typeHeader } from '#events/envelope.ts';
import type { Component } from '../../stack/components/component.ts';

/** The version of the software that each process of the system runs: this one, or an earlier one that was checked out. */
export class InstalledVersions {
  /** The folder of the earlier version. */
  readonly earlier: string;
  readonly #earlier = new Set<string>();
  #limits = '';

  constructor(earlier: string) {
    this.earlier = earlier;
  }

  /** Installs a version of a process. It takes effect when the process starts the next time. */
  install(process: string, version: 'earlier' | 'this'): void {
    if (version === 'earlier') this.#earlier.add(process);
    else this.#earlier.delete(process);
  }

  /** Lets this version write only events that the earlier one can read. It takes effect when a process starts the next time. */
  limitEvents(): void {
    this.#limits = eventTypes.map((type) => typeHeader({ type, version: this.#newestIn(type) })).join();
  }

  /** Returns a component that starts the version that is installed. */
  apply(component: Component): Component {
    return {
      ...component,
      command: () => {
        const command = component.command();
        const env = { ...command.env, EVENT_VERSIONS: this.#limits };
        return this.#earlier.has(component.name) ? { ...command, folder: this.earlier } : { ...command, env };
      },
    };
  }

  /** Returns the newest version of an event type that the earlier version of the software has published; at least 1. */
  #newestIn(type: EventType): number {
    const schemas = join(this.earlier, 'events', 'schemas');
    const isPublished = (version: number) => existsSync(join(schemas, `${typeHeader({ type, version })}.json`));
    return versionsOf(type).numbers.findLast(isPublished) ?? 1;
  }
}
