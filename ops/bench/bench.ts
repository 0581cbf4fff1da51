// npm run bench: measures the pipeline with and without telemetry, and a bare loop that does the same work
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findK6 } from '../load/k6.ts';
import { repository, shown, stackPathsIn } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { measure, type Result } from './measure.ts';
import { type Profile, readProfiles } from './profile.ts';
import { profileTable, resultTable } from './report.ts';
import type { Variant } from './variant.ts';
import { variants } from './variants.ts';

const usage = `npm run bench -- [--seconds N] [--rates N,N] [--backlog N] [--only TEXT] [--workers N,N] [--partitions N,N] [--profile]
  --seconds N        how long each rate is offered (15)
  --rates N,N        only these rates, in orders a second; without it the highest that is sustained is looked for
  --backlog N        how many orders wait while the workers are stopped (50000); 0 leaves this out
  --only TEXT        only the variants whose title holds this text
  --workers N,N      of each kind (1,2,4): all variants run with the first number, the first variant with the others too
  --partitions N,N   of each topic (6,1,2,4): likewise
  --profile          tells too what our processes spend their time on, which slows them down; no backlog`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rates: { type: 'string', default: '' },
    backlog: { type: 'string', default: '50000' },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '1,2,4' },
    partitions: { type: 'string', default: '6,1,2,4' },
    profile: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const list = (text: string) => (text === '' ? [] : text.split(',').map(Number));
const seconds = Number(values.seconds);
const rates = list(values.rates);
const backlog = values.profile ? 0 : Number(values.backlog);
const [workers = 0, ...otherWorkers] = list(values.workers);
const [partitions = 0, ...otherPartitions] = list(values.partitions);
const chosen = variants.filter(({ title }) => title.includes(values.only));
const [first] = chosen;
const counts = [seconds, ...rates, backlog + 1, workers, ...otherWorkers, partitions, ...otherPartitions];
if (values.help || first === undefined || !counts.every((count) => Number.isInteger(count) && count >= 1)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const folder = join(repository, '.local', 'bench');
const profiles = values.profile ? join(folder, 'profiles') : undefined;
// Apart from a stack at the default ports, and below the ports that the system assigns to clients.
const paths = stackPathsIn(folder, 15_000);

type Measured = Result & { profiles: readonly Profile[] };

/** Measures a variant with new data. */
async function measureOnce(
  k6: string,
  variant: Variant,
  scale: { workers: number; partitions: number },
): Promise<Measured> {
  console.log(`\n${variant.title}`);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const options = { paths, k6, seconds, rates, backlog, profiles, ...scale, say: console.log };
  const result = await measure(variant, options);
  return { ...result, profiles: profiles === undefined ? [] : await readProfiles(profiles) };
}

try {
  const k6 = await findK6(join(folder, 'k6.log'), console.log);
  const results: Measured[] = [];
  for (const variant of chosen) results.push(await measureOnce(k6, variant, { workers, partitions }));

  const scales = [
    ...otherWorkers.map((count) => ({ workers: count, partitions })),
    ...otherPartitions.map((count) => ({ workers, partitions: count })),
  ];
  const scaled: Measured[] = [];
  for (const scale of scales) {
    const title = `${scale.workers} of each worker, ${scale.partitions} partitions`;
    scaled.push(await measureOnce(k6, { ...first, title }, scale));
  }

  const setting = { cores: availableParallelism(), seconds, backlog, workers, partitions };
  const file = join(repository, '.local', `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  await writeFile(file, JSON.stringify({ setting, results, scaled }, null, 2));
  const settings = Object.entries(setting).map(([name, value]) => `${name} ${value}`);
  console.log(`\n${settings.join(', ')}\n\n${resultTable(results)}`);
  if (scaled.length > 0) console.log(`\n${first.title}\n\n${resultTable(scaled)}`);
  for (const { title, profiles } of results)
    if (profiles.length > 0) console.log(`\n${title}\n\n${profileTable(profiles)}`);
  console.log(`\n${shown(file)}`);
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
