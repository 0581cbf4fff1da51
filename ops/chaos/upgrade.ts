// npm run upgrade: replaces an earlier version of the software by this one under load, and back, and checks every order
import { createCommand, runCommand } from '../cli/command.ts';
import { positiveNumber } from '../cli/values.ts';
import { interruption } from './interruption.ts';
import { runOnce } from './run-once.ts';

await runCommand(
  createCommand(
    'npm run upgrade --',
    'Upgrades every process under load, downgrades it again, and checks every order.',
    {
      examples: ['npm run upgrade', 'npm run upgrade -- --from v1.0.0 --rate 50'],
    },
  )
    .option('--from <commit>', 'the earlier version', 'HEAD^')
    .option('--rate <n>', 'orders per second', positiveNumber(), 20)
    .action(async ({ from, rate }) => {
      const signal = interruption();
      const { violations, faults } = await runOnce('', {
        seconds: 1,
        seed: 1,
        kinds: [],
        complete: false,
        rate,
        atOnce: 1,
        brokers: 1,
        earlier: from,
        rolls: true,
        signal,
      });
      const hasFailed = violations.length > 0 || faults.some(({ failure }) => failure !== undefined);
      if (hasFailed || signal.aborted) process.exitCode = 1;
    }),
);
