import type { Component } from '../stack/components/component.ts';

/** Returns a component's name without the number of its replica. */
export const withoutReplicaNumber = (name: string): string => name.replace(/-\d+$/, '');

/** Returns the components with `count` replicas of each worker, and without their dependencies on other stacks. */
export function withReplicas(components: readonly Component[], workers: readonly string[], count: number): Component[] {
  return components.flatMap((component) => {
    const first = { ...component, needs: [] };
    if (!workers.includes(component.name)) return [first];
    return Array.from({ length: count }, (_, n) => (n === 0 ? first : replicaOf(first, n)));
  });
}

function replicaOf(component: Component, n: number): Component {
  const port = (component.ports[0] ?? 0) + 100 * n;
  const { file, args, env } = component.command();
  return {
    ...component,
    name: `${component.name}-${n + 1}`,
    ports: [port],
    command: () => ({ file, args, env: { ...env, PORT: `${port}` } }),
    ready: async () => (await fetch(`http://127.0.0.1:${port}/health/ready`)).ok,
  };
}
