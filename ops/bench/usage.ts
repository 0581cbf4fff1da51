import type { Component } from '../stack/components/component.ts';
import { cpu, memory } from '../stack/supervisor/processes.ts';
import type { Stack } from '../stack/supervisor/stack.ts';
import { withoutReplicaNumber } from './replicas.ts';

/** The resources that a process has used. */
export interface Usage {
  /** CPU seconds. */
  cpu: number;
  /** Resident memory in MiB. */
  memory: number;
}

/** Returns the resources that the running processes of these stacks have used, by component. Replicas are added up. */
export function usage(stacks: readonly Stack[]): Map<Component['name'], Usage> {
  const used = new Map<string, Usage>();
  for (const { component, process } of stacks.flatMap(({ supervisors }) => supervisors)) {
    if (process === undefined) continue;
    const name = withoutReplicaNumber(component.name);
    const before = used.get(name) ?? { cpu: 0, memory: 0 };
    used.set(name, {
      cpu: before.cpu + (cpu(process.pid) ?? 0),
      memory: before.memory + (memory(process.pid) ?? 0) / 1_048_576,
    });
  }
  return used;
}

/** Returns the CPU seconds per thousand orders between two measurements, and the memory at the second. */
export function perThousand(before: Map<string, Usage>, after: Map<string, Usage>, orders: number): Map<string, Usage> {
  return new Map(
    [...after].map(([name, used]) => [
      name,
      { cpu: ((used.cpu - (before.get(name)?.cpu ?? 0)) / orders) * 1_000, memory: used.memory },
    ]),
  );
}
