// npm run fuzz: sends generated input to a running stack, and checks that nothing breaks
import { InvalidArgumentError } from '@commander-js/extra-typings';
import { createCommand, nameSubcommands, runCommand } from '../cli/command.ts';
import { positiveNumber, wholeNumber } from '../cli/values.ts';
import type { Account } from '../clients/shop.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import type { FuzzOptions } from './stack.ts';

const program = createCommand(
  'npm run fuzz --',
  'Sends generated input to a running stack, and checks that nothing breaks.',
  {
    examples: ['npm run fuzz -- http', 'npm run fuzz -- http --count 20000 --seed 7'],
    notes:
      'Only a stack on this machine is fuzzed, at 127.0.0.1. It fills the shop with orders and the topics with dead letters.',
  },
);
nameSubcommands(program, 'target');

for (const [name, summary, load] of [
  ['http', 'requests to every server, valid and malformed ones', async () => (await import('./http/run.ts')).fuzzHttp],
  ['kafka', 'records of any kind to every topic', async () => (await import('./kafka/run.ts')).fuzzKafka],
] as const) {
  program
    .command(name)
    .description(summary)
    .option('--count <n>', 'number of requests or records to send', wholeNumber(1), 2_000)
    .option('--seed <n>', 'the same seed generates the same input (default: random)', wholeNumber(0))
    .option('--minutes <n>', 'stop after this time', positiveNumber(), 15)
    .option('--only <n>', 'send only the batch with this number (kafka)', wholeNumber(0))
    .option('--as <name:password>', 'also send requests of this account, such as the admin', parseAccount)
    .addOption(portOffsetOption())
    .action(async ({ seed = Math.floor(Math.random() * 1_000_000), portOffset, as: account, only, ...options }) => {
      console.log(`seed ${seed}`);
      const accounts = account === undefined ? [] : [account];
      const one = only === undefined ? {} : { only };
      await fuzz(await load(), {
        ...options,
        ...one,
        seed,
        accounts,
        stack: stackPathsAt(portOffset),
        say: console.log,
      });
    });
}

await runCommand(program);

function parseAccount(text: string): Account {
  const [username = '', password] = text.split(/:(.*)/s);
  if (password === undefined) throw new InvalidArgumentError('must be a name and a password, such as admin:secret');
  return { username, password };
}

async function fuzz(run: (options: FuzzOptions) => Promise<string[]>, options: FuzzOptions): Promise<void> {
  const problems = await run(options);
  console.log(problems.length === 0 ? 'nothing broke' : problems.map((problem) => `BROKEN ${problem}`).join('\n'));
  if (problems.length > 0) process.exitCode = 1;
}
