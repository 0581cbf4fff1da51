import { readdir, readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';

/** A profile of V8, as far as it is read here (Chrome DevTools Protocol, "Profiler.Profile"). */
export interface CpuProfile {
  nodes: { id: number; callFrame: { functionName: string; url: string }; children?: number[] }[];
  /** Node ids, and the microseconds before each of them. */
  samples: number[];
  timeDeltas: number[];
}

/** What a process did. */
export interface Profile {
  process: string;
  /** Seconds in which it worked. */
  busy: number;
  /** Parts of them, by whose code ran; the largest first. */
  shares: readonly (readonly [owner: string, part: number])[];
}

/** The arguments that make Node write a profile when the process ends. */
export const profiling = (folder: string, name: string): string[] => [
  '--cpu-prof',
  `--cpu-prof-dir=${folder}`,
  `--cpu-prof-name=${name}.cpuprofile`,
  '--cpu-prof-interval=2000',
];

/** The profiles that processes left in a folder, those of the busiest first. */
export async function readProfiles(folder: string): Promise<Profile[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.cpuprofile'));
  const read = files.map(async (file): Promise<Profile> => {
    const profile: CpuProfile = JSON.parse(await readFile(join(folder, file), 'utf8'));
    return { process: basename(file, '.cpuprofile'), ...summarize(profile) };
  });
  return (await Promise.all(read)).toSorted((a, b) => b.busy - a.busy);
}

/**
 * Node's own functions count for the package that called them: a write to a socket for the client whose socket it is.
 * The time before all modules were loaded is left out, as is idleness.
 */
export function summarize({ nodes, samples, timeDeltas }: CpuProfile): Omit<Profile, 'process'> {
  const owners = new Map<number, string>();
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const own = (id: number, inherited: string) => {
    const node = byId.get(id);
    if (node === undefined) return;
    const owner = inherited === loading ? loading : (ownerOf(node.callFrame) ?? inherited);
    owners.set(id, owner);
    for (const child of node.children ?? []) own(child, owner);
  };
  const [root] = nodes;
  if (root !== undefined) own(root.id, 'Node');
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

/** A package, a folder of ours, or a state of the process; undefined where only the caller tells. */
function ownerOf({ functionName, url }: CpuProfile['nodes'][number]['callFrame']): string | undefined {
  if (url === '') return functionName === '(garbage collector)' || functionName === idle ? functionName : undefined;
  if (url.startsWith('node:internal/modules/')) return loading;
  if (url.startsWith('node:')) return undefined;
  const [, dependency] = /node_modules\/(@[^/]+\/[^/]+|[^/]+)\//.exec(url) ?? [];
  if (dependency === undefined) return 'Orderflow';
  return dependency.startsWith('@opentelemetry/') ? 'OpenTelemetry' : dependency;
}
