// npm run chaos: puts the pipeline under load and faults, and checks that no order is lost, duplicated or stuck
import { Option } from '@commander-js/extra-typings';
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { listOf, oneOf, positiveNumber, wholeNumber } from '../cli/values.ts';
import { bugs } from './bugs/bugs.ts';
import { kindNames } from './faults/names.ts';
import { interruption } from './interruption.ts';
import { missedMoments } from './moments/moments.ts';
import { type ChaosOptions, runOnce } from './run-once.ts';

const bugNames = Object.keys(bugs);
const brokerCounts = { '1': 1, '3': 3 } as const;
const parseBrokers = oneOf('number of brokers', ['1', '3']);

await runCommand(
  createCommand('npm run chaos --', 'Puts the pipeline under load and faults, and checks every order.', {
    examples: [
      'npm run chaos',
      'npm run chaos -- --minutes 20 --seed 7',
      "npm run chaos -- --faults kill,partition,'disk full'",
      'npm run chaos -- --bug lost-update',
    ],
    notes: `Faults: ${kindNames.join(', ')}\nBugs: ${bugNames.join(', ')}`,
  })
    .option('--minutes <n>', 'duration of the load and the faults', positiveNumber(), 3)
    .option('--seed <n>', 'the same seed causes the same faults at the same times (default: random)', wholeNumber(0))
    .option(
      '--faults <kinds>',
      'inject only these kinds of faults, separated by commas',
      listOf(oneOf('fault', kindNames)),
    )
    .option('--rate <n>', 'orders per second', positiveNumber(), 10)
    .option('--at-once <n>', 'maximum number of concurrent faults', wholeNumber(1), 2)
    .option('--brokers <n>', 'number of Kafka brokers, 1 or 3', (text) => brokerCounts[parseBrokers(text)], 1)
    .option(
      '--bug <name>',
      'inject this bug into the code; the run succeeds if the check finds it',
      oneOf('bug', bugNames),
    )
    .option('--earlier <commit>', 'also replace processes by this earlier version of the software ("version skew")')
    .option('--complete', 'fail if the run misses a moment that matters (always, from ten minutes on)', false)
    .addOption(new Option('--bugs', 'run once with each bug').conflicts('bug'))
    .action(async ({ minutes, seed, faults, rate, atOnce, brokers, earlier, complete, bug, bugs: all }) => {
      if (faults?.includes('version skew') && earlier === undefined) {
        throw new ExpectedError('"version skew" needs --earlier <commit>');
      }
      const signal = interruption();
      const options: ChaosOptions = {
        seconds: minutes * 60,
        seed: seed ?? Math.floor(Math.random() * 1_000_000),
        kinds: faults ?? [],
        complete: complete || (minutes >= 10 && faults === undefined),
        rate,
        atOnce,
        brokers,
        earlier,
        signal,
      };
      const isAsExpected =
        bug === undefined && !all ? await holdsInvariants(options) : await findsBugs(bug ? [bug] : bugNames, options);
      if (!isAsExpected || signal.aborted) process.exitCode = 1;
    }),
);

/**
 * Runs without a bug. Returns true if no invariant was violated, every fault was injected and healed, and a complete run missed
 * no moment.
 */
async function holdsInvariants(options: ChaosOptions): Promise<boolean> {
  const { violations, faults, moments } = await runOnce('', options);
  const missed = options.complete ? missedMoments(moments) : [];
  if (missed.length > 0) console.log(`FAILED, because the run did not meet: ${missed.join(', ')}`);
  return violations.length === 0 && missed.length === 0 && faults.every(({ failure }) => failure === undefined);
}

/** Runs once with each bug. Returns true if the check found all of them. */
async function findsBugs(names: readonly string[], options: ChaosOptions): Promise<boolean> {
  const results: string[] = [];
  let missed = 0;
  for (const name of names) {
    if (options.signal.aborted) return false;
    const { violations } = await runOnce(name, options);
    const invariants = [...new Set(violations.map(({ invariant }) => invariant))];
    if (invariants.length === 0) missed += 1;
    results.push(`${name}: ${invariants.length === 0 ? 'NOT FOUND' : `found, ${invariants.join('; ')}`}`);
  }
  console.log(`\n${results.join('\n')}`);
  return missed === 0;
}
