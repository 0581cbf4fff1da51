// npm run bench: what the pipeline does on this machine, beside the same without telemetry and beside a bare loop
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { findK6 } from '../loadtest/k6.ts';
import { placeIn, repository, shown } from '../local/place.ts';
import { Obstacle } from '../local/stack.ts';
import { measure } from './measure.ts';
import { report } from './report.ts';
import { variants } from './variants.ts';

const usage = `npm run bench -- [--seconds N] [--rates N,N] [--backlog N] [--only TEXT] [--workers N] [--partitions N]
  --seconds N      how long each rate is offered (15)
  --rates N,N      only these rates, in orders a second; without it the highest that is sustained is looked for
  --backlog N      how many orders wait while the workers are stopped (50000); 0 leaves this out
  --only TEXT      only the variants whose title holds this text
  --workers N      of each kind (1)
  --partitions N   of each topic (6)`;

const { values } = parseArgs({
  options: {
    seconds: { type: 'string', default: '15' },
    rates: { type: 'string', default: '' },
    backlog: { type: 'string', default: '50000' },
    only: { type: 'string', default: '' },
    workers: { type: 'string', default: '1' },
    partitions: { type: 'string', default: '6' },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const numbers = [values.seconds, values.workers, values.partitions].map(Number);
const rates = values.rates === '' ? [] : values.rates.split(',').map(Number);
const backlog = Number(values.backlog);
const isCount = (number: number) => Number.isInteger(number) && number >= 1;
const chosen = variants.filter(({ title }) => title.includes(values.only));
if (values.help || chosen.length === 0 || ![...numbers, ...rates, backlog + 1].every(isCount)) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}
const [seconds = 0, workers = 0, partitions = 0] = numbers;
const folder = join(repository, '.local', 'bench');
// Beside a stack of the default ports, and below the ports that the system gives to clients.
const place = placeIn(folder, 15_000);

try {
  const k6 = await findK6(join(folder, 'k6.log'), console.log);
  const results = [];
  for (const variant of chosen) {
    console.log(`\n${variant.title}`);
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    results.push(await measure(variant, { place, k6, seconds, rates, backlog, workers, partitions, say: console.log }));
  }
  const setting = { cores: availableParallelism(), seconds, backlog, workers, partitions };
  const file = join(repository, '.local', `bench-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
  await writeFile(file, JSON.stringify({ setting, results }, null, 2));
  console.log(`\n${report(results, setting)}\n\n${shown(file)}`);
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exitCode = 1;
} finally {
  await rm(folder, { recursive: true, force: true });
}
