// npm run bench: measures the throughput and latency of the pipeline on this machine
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { createCommand, runCommand } from '../cli/command.ts';
import { listOf, wholeNumber } from '../cli/values.ts';
import { findK6 } from '../load/k6.ts';
import { displayPath, repository, stackPathsIn } from '../stack/paths.ts';
import { measure, type Result } from './measure.ts';
import { type Profile, readProfiles } from './profile.ts';
import { profileTable, resultTable } from './report.ts';
import type { Variant } from './variant.ts';
import { variants } from './variants.ts';

const folder = join(repository, '.local', 'bench');
// These ports are free beside a stack at the default ports, and lie below the ephemeral ports of the system.
const paths = stackPathsIn(folder, 15_000);
const counts = listOf(wholeNumber(1));

await runCommand(
  createCommand(
    'npm run bench --',
    'Measures the pipeline with and without telemetry, and a bare loop for comparison.',
    {
      examples: [
        'npm run bench',
        'npm run bench -- --workers 1 --partitions 6',
        'npm run bench -- --workers 1 --partitions 6 --only full --rates 500,1000',
      ],
      notes: `Variants:\n${variants.map(({ title }) => `  ${title}`).join('\n')}`,
    },
  )
    .option('--seconds <n>', 'duration of the run at each rate', wholeNumber(1), 15)
    .option(
      '--rates <n,...>',
      'measure only these rates, in orders per second (default: search for the highest sustained rate)',
      counts,
    )
    .option(
      '--backlog <n>',
      'orders to queue while the workers are stopped; 0 skips the backlog',
      wholeNumber(0),
      50_000,
    )
    .option('--only <text>', 'measure only the variants whose title contains this text')
    .option(
      '--workers <n,...>',
      'replicas of each worker; the first number applies to all variants, the others to the first variant (default: 1,2,4)',
      counts,
    )
    .option(
      '--partitions <n,...>',
      'partitions of each topic; the numbers apply like those of --workers (default: 6,1,2,4)',
      counts,
    )
    .option('--profile', 'also profile the CPU time of our processes, which slows them down; skips the backlog')
    .action(bench),
);

interface BenchOptions {
  seconds: number;
  rates?: readonly number[];
  backlog: number;
  only?: string;
  workers?: readonly number[];
  partitions?: readonly number[];
  profile?: true;
}

interface Scale {
  workers: number;
  partitions: number;
}

type Measured = Result & { profiles: readonly Profile[] };

async function bench(options: BenchOptions, command: CommandUnknownOpts): Promise<void> {
  const { seconds, rates = [], only = '', profile = false } = options;
  const backlog = profile ? 0 : options.backlog;
  const [workers = 1, ...otherWorkers] = options.workers ?? [1, 2, 4];
  const [partitions = 6, ...otherPartitions] = options.partitions ?? [6, 1, 2, 4];
  const chosen = variants.filter(({ title }) => title.includes(only));
  const [first] = chosen;
  if (first === undefined) return command.error(`error: --only: no variant has '${only}' in its title`);

  try {
    const k6 = await findK6(join(folder, 'k6.log'), console.log);
    const run = (variant: Variant, scale: Scale) =>
      measureOnce(variant, { k6, seconds, rates, backlog, profile, ...scale });
    const results: Measured[] = [];
    for (const variant of chosen) results.push(await run(variant, { workers, partitions }));
    const scaled: Measured[] = [];
    for (const scale of [
      ...otherWorkers.map((count) => ({ workers: count, partitions })),
      ...otherPartitions.map((count) => ({ workers, partitions: count })),
    ]) {
      const title = `${scale.workers} of each worker, ${scale.partitions} partitions`;
      scaled.push(await run({ ...first, title }, scale));
    }
    const setting = { cores: availableParallelism(), seconds, backlog, workers, partitions };
    await report(first.title, setting, results, scaled);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface RunSetting extends Scale {
  k6: string;
  seconds: number;
  rates: readonly number[];
  backlog: number;
  profile: boolean;
}

async function measureOnce(variant: Variant, { profile, ...setting }: RunSetting): Promise<Measured> {
  console.log(`\n${variant.title}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const profiles = profile ? join(folder, 'profiles') : undefined;
  const result = await measure(variant, { paths, ...setting, profiles, say: console.log });
  return { ...result, profiles: profiles === undefined ? [] : await readProfiles(profiles) };
}

async function report(
  title: string,
  setting: Readonly<Record<string, number>>,
  results: readonly Measured[],
  scaled: readonly Measured[],
): Promise<void> {
  const file = join(repository, '.local', `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  await writeFile(file, JSON.stringify({ setting, results, scaled }, null, 2));
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  console.log(`\n${settings.join(', ')}\n\n${resultTable(results)}`);
  if (scaled.length > 0) console.log(`\n${title}\n\n${resultTable(scaled)}`);
  for (const { title, profiles } of results)
    if (profiles.length > 0) console.log(`\n${title}\n\n${profileTable(profiles)}`);
  console.log(`\n${displayPath(file)}`);
}
