// npm run chaos: the pipeline under load and faults, and a look at whether it kept its promises
import { mkdirSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBrokers } from '../stack/components/kafka.ts';
import { repository, shown, stackPathsIn } from '../stack/paths.ts';
import { endLeftovers, Obstacle } from '../stack/supervisor/stack.ts';
import { bugs } from './bugs/bugs.ts';
import { unmountAll } from './faults/disks.ts';
import { describe, type Report, summarize } from './report.ts';
import { run } from './run.ts';
import { createRig } from './system.ts';

const usage = `npm run chaos -- [--minutes M] [--seed N] [--faults KIND,KIND] [--rate N] [--at-once N] [--brokers 1|3] [--bug NAME | --bugs]
  --minutes M     how long there are load and faults (3)
  --seed N        the same seed brings the same faults at the same times; chosen and printed if it is not given
  --faults LIST   only these kinds: kill, freeze, latency, reset, partition, refuse, duplicate, rewind, poison, jam,
                  rebalance storm, disk full, collector down, collector slow, collector full
  --rate N        orders a second (10)
  --at-once N     faults at a time (2)
  --brokers 3     three Kafka brokers
  --bug NAME      with a mistake that the checker must find: ${Object.keys(bugs).join(', ')}
  --bugs          each of these once`;

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '3' },
    seed: { type: 'string', default: String(Math.floor(Math.random() * 1_000_000)) },
    faults: { type: 'string', default: '' },
    rate: { type: 'string', default: '10' },
    'at-once': { type: 'string', default: '2' },
    brokers: { type: 'string', default: '1' },
    bug: { type: 'string', default: '' },
    bugs: { type: 'boolean', default: false },
    help: { type: 'boolean', short: 'h', default: false },
  },
});
const [seconds, seed, rate, atOnce, brokers] = [
  Number(values.minutes) * 60,
  Number(values.seed),
  Number(values.rate),
  Number(values['at-once']),
  Number(values.brokers),
];
const kinds = values.faults.split(',').filter((kind) => kind !== '');
const sound = seconds > 0 && Number.isInteger(seed) && rate > 0 && Number.isInteger(atOnce) && atOnce > 0;
if (values.help || !sound || !isBrokers(brokers) || (values.bug !== '' && !(values.bug in bugs))) {
  console.log(usage);
  process.exit(values.help ? 0 : 2);
}

const folder = join(repository, '.local', 'chaos');
const paths = stackPathsIn(folder, 7_000);
const interrupted = new AbortController();
const { promise: calledOff, reject: callOff } = Promise.withResolvers<never>();
calledOff.catch(() => undefined);
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.on(name, () => {
    interrupted.abort();
    callOff(new Obstacle(`ended by ${name}`));
  });
}

try {
  const names = values.bugs ? Object.keys(bugs) : [values.bug].filter((name) => name !== '');
  const kept = names.length === 0 ? await keepsItsPromises() : await areFound(names);
  if (!kept || interrupted.signal.aborted) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exitCode = 1;
}

/** One run on a stack of its own. Tells what came of it. */
async function once(bug: string): Promise<Report> {
  await endLeftovers(paths, console.log);
  unmountAll(paths.data);
  await rm(folder, { recursive: true, force: true });
  mkdirSync(paths.data, { recursive: true });
  console.log(`seed ${seed}${bug && `, with the bug ${bug}`}: starting the stack`);
  const wantsDisks = kinds.length === 0 || kinds.includes('disk full');
  const rig = createRig({ paths, brokers: isBrokers(brokers) ? brokers : 1, disks: wantsDisks, bug, say: console.log });
  const hasDisks = Object.keys(rig.disks).length > 0;
  if (wantsDisks && !hasDisks) console.log('"disk full" is left out: only root may give each server a disk of its own');
  const kill = () => {
    rig.stack.kill();
    unmountAll(paths.data);
  };
  process.once('exit', kill);
  try {
    await Promise.race([rig.stack.start(), calledOff]);
    console.log(`load and faults for ${seconds} s`);
    const outcome = await run({
      rig,
      folder,
      seed,
      seconds,
      rate,
      atOnce,
      kinds,
      signal: interrupted.signal,
      say: console.log,
    });
    const report = summarize(seed, outcome);
    const file = join(repository, '.local', `chaos-${new Date().toISOString().slice(0, 19).replaceAll(':', '')}.json`);
    await writeFile(file, JSON.stringify(report, null, 2));
    console.log(
      `\n${describe(report)}\nseed ${seed}, ${shown(file)}, ${shown(folder)}/journal.jsonl, ${shown(paths.logs)}`,
    );
    return report;
  } finally {
    await rig.stack.stop();
    process.off('exit', kill);
    unmountAll(paths.data);
    // Journal and logs stay, to be read after a violation.
    for (const path of [paths.data, paths.secrets]) await rm(path, { recursive: true, force: true });
  }
}

async function keepsItsPromises(): Promise<boolean> {
  const { violations, faults } = await once('');
  return violations.length === 0 && faults.every(({ failure }) => failure === undefined);
}

/** A run with each bug: whether the checker finds all of them. */
async function areFound(names: readonly string[]): Promise<boolean> {
  const found: string[] = [];
  const missed: string[] = [];
  for (const name of names) {
    if (interrupted.signal.aborted) return false;
    const { violations } = await once(name);
    const invariants = [...new Set(violations.map(({ invariant }) => invariant))];
    if (invariants.length === 0) missed.push(name);
    found.push(`${name}: ${invariants.length === 0 ? 'NOT FOUND' : `found, ${invariants.join('; ')}`}`);
  }
  console.log(`\n${found.join('\n')}`);
  return missed.length === 0;
}
