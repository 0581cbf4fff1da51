// npm start: runs a stack until Ctrl-C
import { Option } from '@commander-js/extra-typings';
import { createCommand, ExpectedError, runCommand } from '../../cli/command.ts';
import { oneOf } from '../../cli/values.ts';
import { type BrokerCount, storedBrokerCount } from '../components/brokers.ts';
import { components, selections, tiersOf } from '../components/components.ts';
import { displayPath, type StackPaths, stackPathsAt } from '../paths.ts';
import { portOffsetOption } from '../port-offset.ts';
import { readSecrets } from '../secrets.ts';
import { runUntilStopped } from './run-until-stopped.ts';

const brokers = { '1': 1, '3': 3 } as const;
const parseBrokers = oneOf('number of brokers', ['1', '3']);

await runCommand(
  createCommand('npm start --', 'Runs Orderflow without containers, until Ctrl-C.', {
    examples: [
      'npm start',
      'npm start -- --only pipeline',
      'npm start -- --brokers 3',
      'npm start -- --port-offset 20000',
    ],
    notes: 'The first start builds the required programs, which can take 20 minutes.',
  })
    .addOption(
      new Option(
        '--only <part>',
        'servers: only MariaDB and Kafka; pipeline: servers and services, without the telemetry back ends',
      )
        .default('all' as const)
        .argParser(oneOf('part', selections)),
    )
    .option(
      '--brokers <n>',
      'number of Kafka brokers: 1, or 3 to survive the loss of any one (default: the number of the last start, initially 1)',
      (text) => brokers[parseBrokers(text)],
    )
    .addOption(portOffsetOption('add n to every port and use a separate data folder, to run beside another stack'))
    .action(async ({ only, brokers: requested, portOffset }) => {
      const paths = stackPathsAt(portOffset);
      const tiers = tiersOf(only);
      const all = components(paths, readSecrets(paths.secrets), { brokers: brokerCount(paths, requested) });
      process.exitCode = await runUntilStopped(
        all.filter(({ tier }) => tiers.includes(tier)),
        paths,
      );
    }),
);

/** Returns the number of brokers to start: existing data cannot be moved to another number. */
function brokerCount(paths: StackPaths, requested: BrokerCount | undefined): BrokerCount {
  const stored = storedBrokerCount(paths);
  if (stored !== undefined && requested !== undefined && stored !== requested) {
    throw new ExpectedError(
      `the data in ${displayPath(paths.data)} belongs to ${stored} broker${stored === 1 ? '' : 's'}; remove it with npm run reset`,
    );
  }
  return requested ?? stored ?? 1;
}
