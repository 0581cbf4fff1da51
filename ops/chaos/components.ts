import type { Component } from '../stack/components/component.ts';
import { isHealthy } from '../stack/components/health.ts';
import type { CollectorLimit } from './faults/collector.ts';

/** The workers of each consumer group. */
export const workers = {
  products: ['product-worker', 'product-worker-2'],
  orders: ['order-worker', 'order-worker-2'],
} as const;

/** Returns a worker with its second replica, so that partitions move between the two; any other component alone. */
export function withReplica(component: Component): Component[] {
  const second = Object.values(workers).find(([first]) => first === component.name)?.[1];
  if (second === undefined) return [component];
  const port = (component.ports[0] ?? 0) + 20;
  return [
    component,
    {
      ...component,
      name: second,
      ports: [port],
      command: () => withEnv(component, { PORT: `${port}` }),
      ready: () => isHealthy(`http://127.0.0.1:${port}/health/ready`),
    },
  ];
}

/** Returns the collector with a memory limit that takes effect at its next start. */
export const withLimit = (component: Component, limit: CollectorLimit): Component => ({
  ...component,
  command: () => withEnv(component, limit.env),
});

/** Returns a worker that handles at most so many messages together; any other component unchanged. */
export const withChunkSize = (component: Component, size: number): Component =>
  Object.values(workers).some(([first]) => first === component.name)
    ? { ...component, command: () => withEnv(component, { WORKER_CHUNK_SIZE: `${size}` }) }
    : component;

/** Returns a service whose source is changed by a bug when the process loads it. */
export function withBug(component: Component, bug: string): Component {
  return {
    ...component,
    command: () => {
      const { file, args, env } = withEnv(component, { CHAOS_BUG: bug });
      return { file, args: ['--import', './ops/chaos/bugs/preload.ts', ...args], env };
    },
  };
}

function withEnv(component: Component, env: Readonly<Record<string, string>>) {
  const command = component.command();
  return { ...command, env: { ...command.env, ...env } };
}
