import type { Component } from '../stack/components/component.ts';
import { isHealthy } from '../stack/components/health.ts';
import type { CollectorLimit } from './faults/collector.ts';

/** The worker of each consumer group. */
const workerOf = { products: 'product-worker', orders: 'order-worker' } as const;

type WorkerGroup = keyof typeof workerOf;

export const workerGroups = Object.keys(workerOf) as WorkerGroup[];

/** The number of workers of each consumer group. */
export type WorkerCounts = Readonly<Record<WorkerGroup, number>>;

/** Returns the names of the workers of each consumer group. */
export const workerNames = (counts: WorkerCounts): Record<WorkerGroup, string[]> => ({
  products: replicaNames(workerOf.products, counts.products),
  orders: replicaNames(workerOf.orders, counts.orders),
});

/** Returns a worker with its further replicas, so that partitions move between them; any other component alone. */
export function withReplicas(component: Component, counts: WorkerCounts): Component[] {
  const group = groupOf(component);
  if (group === undefined) return [component];
  return replicaNames(component.name, counts[group]).map((name, n) => {
    const port = (component.ports[0] ?? 0) + n * portsBetweenReplicas;
    return {
      ...component,
      name,
      ports: [port],
      command: () => withEnv(component, { PORT: `${port}` }),
      ready: () => isHealthy(`http://127.0.0.1:${port}/health/ready`),
    };
  });
}

const portsBetweenReplicas = 10;

const replicaNames = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, n) => (n === 0 ? name : `${name}-${n + 1}`));

const groupOf = ({ name }: Component): WorkerGroup | undefined =>
  workerGroups.find((group) => workerOf[group] === name);

/** Returns the collector with a memory limit that takes effect at its next start. */
export const withLimit = (component: Component, limit: CollectorLimit): Component => ({
  ...component,
  command: () => withEnv(component, limit.env),
});

/** Returns a worker that handles at most so many messages together; any other component unchanged. */
export const withChunkSize = (component: Component, size: number): Component =>
  groupOf(component) === undefined
    ? component
    : { ...component, command: () => withEnv(component, { WORKER_CHUNK_SIZE: `${size}` }) };

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
