import { type Sample, valueIn } from './prometheus.ts';

/** A kind of process, with all its replicas. */
export interface Process {
  name: string;
  /** The number of running replicas; 0 if the process is down. */
  instances: number;
  uptimeSeconds: number | undefined;
  dependencies: readonly { name: string; up: boolean }[];
}

type Samples = Readonly<Record<'known' | 'living' | 'uptime' | 'dependencies', readonly Sample[] | undefined>>;

/** Returns the processes; undefined if it is unknown which ones run. */
export function processesOf({ known, living, uptime, dependencies = [] }: Samples): Process[] | undefined {
  if (known === undefined || living === undefined) return undefined;
  const names = new Set([...known, ...living].map(({ labels }) => labels['job'] ?? ''));
  return [...names].toSorted().map((name) => {
    const instances = valueIn(living, { job: name }) ?? 0;
    // Prometheus keeps the last values of a process for two minutes after the process has stopped.
    const reported = instances === 0 ? [] : dependencies.filter(({ labels }) => labels['job'] === name);
    return {
      name,
      instances,
      uptimeSeconds: valueIn(uptime, { job: name }),
      dependencies: reported.map(({ labels, value }) => ({ name: labels['dependency'] ?? '', up: value === 1 })),
    };
  });
}
