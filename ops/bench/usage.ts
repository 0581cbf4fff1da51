import type { Component } from '../stack/components/component.ts';
import { cpu, memory } from '../stack/supervisor/processes.ts';
import type { Stack } from '../stack/supervisor/stack.ts';

export interface Usage {
  /** Seconds. */
  cpu: number;
  /** Resident, in MiB. */
  memory: number;
}

/** What the running processes of some stacks have used so far, by component; instances of one count together. */
export function usage(stacks: readonly Stack[]): Map<Component['name'], Usage> {
  const used = new Map<string, Usage>();
  for (const { component, process } of stacks.flatMap(({ supervisors }) => supervisors)) {
    if (process === undefined) continue;
    const name = component.name.replace(/-\d+$/, '');
    const before = used.get(name) ?? { cpu: 0, memory: 0 };
    used.set(name, {
      cpu: before.cpu + (cpu(process.pid) ?? 0),
      memory: before.memory + (memory(process.pid) ?? 0) / 1_048_576,
    });
  }
  return used;
}

/** What was used between two measurements, of CPU for a thousand orders, of memory at the end. */
export function perThousand(before: Map<string, Usage>, after: Map<string, Usage>, orders: number): Map<string, Usage> {
  return new Map(
    [...after].map(([name, used]) => [
      name,
      { cpu: ((used.cpu - (before.get(name)?.cpu ?? 0)) / orders) * 1_000, memory: used.memory },
    ]),
  );
}
