// npm run chaos: puts the pipeline under load and faults, and checks whether it kept its promises
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { isBrokers } from '../stack/components/kafka.ts';
import { repository, stackPathsIn } from '../stack/paths.ts';
import { Obstacle } from '../stack/supervisor/stack.ts';
import { bugs } from './bugs/bugs.ts';
import { runOnNewStack } from './run-on-new-stack.ts';
import type { Summary } from './summary.ts';

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
  const passed = names.length === 0 ? await keepsItsPromises() : await findsBugs(names);
  if (!passed || interrupted.signal.aborted) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Obstacle ? error.message : error);
  process.exitCode = 1;
}

function runOnce(bug: string): Promise<Summary> {
  return runOnNewStack({
    paths,
    brokers: isBrokers(brokers) ? brokers : 1,
    bug,
    interrupted: calledOff,
    folder,
    seed,
    seconds,
    rate,
    atOnce,
    kinds,
    signal: interrupted.signal,
    say: console.log,
  });
}

/** Returns true if a run had no violations, and all its faults were injected and healed. */
async function keepsItsPromises(): Promise<boolean> {
  const { violations, faults } = await runOnce('');
  return violations.length === 0 && faults.every(({ failure }) => failure === undefined);
}

/** Returns true if the checker finds a violation in a run with each bug. */
async function findsBugs(names: readonly string[]): Promise<boolean> {
  const lines: string[] = [];
  const missed: string[] = [];
  for (const name of names) {
    if (interrupted.signal.aborted) return false;
    const { violations } = await runOnce(name);
    const invariants = [...new Set(violations.map(({ invariant }) => invariant))];
    if (invariants.length === 0) missed.push(name);
    lines.push(`${name}: ${invariants.length === 0 ? 'NOT FOUND' : `found, ${invariants.join('; ')}`}`);
  }
  console.log(`\n${lines.join('\n')}`);
  return missed.length === 0;
}
