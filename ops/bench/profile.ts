import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** The part of a V8 profile that is used (Chrome DevTools Protocol, "Profiler.Profile"). */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  /** Node ids, and the microseconds before each of them. */
  samples: number[];
  timeDeltas: number[];
}

/** The CPU time of a process. */
export interface Profile {
  process: string;
  /** Seconds in which the process was not idle. */
  busy: number;
  /** The share of that time by the owner of the code, the largest first. */
  shares: readonly (readonly [owner: string, part: number])[];
}

/** Returns the arguments that make Node write a profile when the process ends. */
export const profilerArguments = (folder: string, name: string): string[] => [
  '--cpu-prof',
  `--cpu-prof-dir=${folder}`,
  `--cpu-prof-name=${name}.cpuprofile`,
  '--cpu-prof-interval=2000',
];

/** Reads the profiles in a folder, the busiest process first. */
export async function readProfiles(folder: string): Promise<Profile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'));
  const read = files.map(async (file): Promise<Profile> => {
    const profile: CpuProfile = JSON.parse(await readFile(join(folder, file), 'utf8'));
    return { process: basename(file, '.cpuprofile'), ...summarize(profile) };
  });
  return (await Promise.all(read)).toSorted((a, b) => b.busy - a.busy);
}

/**
 * Sums up the time of a profile by the owner of the code. Node's own functions count for the package that called them:
 * writing to a socket counts for the client that owns the socket. Idle time and the loading of modules are left out.
 */
export function summarize({ nodes, samples, timeDeltas }: CpuProfile): Omit<Profile, 'process'> {
  const owners = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const assign = (id: number, inherited: string) => {
    const node = byId.get(id);
    if (node === undefined) return;
    const owner = inherited === loading ? loading : (ownerOf(node.callFrame) ?? inherited);
    owners.set(id, owner);
    for (const child of node.children ?? []) assign(child, owner);
  };
  const [root] = nodes;
  if (root !== undefined) assign(root.id, 'Node');
  const spent = new Map<string, number>();
  for (const [n, id] of samples.entries()) {
    const owner = owners.get(id) ?? 'Node';
    const time = timeDeltas[n] ?? 0;
    if (owner !== idle && owner !== loading && time > 0) spent.set(owner, (spent.get(owner) ?? 0) + time);
  }
  const total = [...spent.values()].reduce((sum, time) => sum + time, 0);
  const shares = [...spent].map(([owner, time]) => [owner, time / total] as const).toSorted(([, a], [, b]) => b - a);
  return { busy: total / 1_000_000, shares };
}

const idle = '(idle)';
const loading = 'loading of modules';

/** Returns a package, `Orderflow` or a state of the process; undefined for code that counts for its caller. */
function ownerOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string | undefined {
  if (url === '') return functionName === '(garbage collector)' || functionName === idle ? functionName : undefined;
  if (url.startsWith('node:internal/modules/')) return loading;
  if (url.startsWith('node:')) return undefined;
  const [, dependency] = /node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(url) ?? [];
  if (dependency === undefined) return 'Orderflow';
  return dependency.startsWith('@opentelemetry/') ? 'OpenTelemetry' : dependency;
}
