// npm run load: puts a shop under load with k6, then checks every accepted order
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { CommandUnknownOpts } from '@commander-js/extra-typings';
import { type ProfileName, profiles } from '../../loadtest/profiles.ts';
import { readRun } from '../../loadtest/run.ts';
import { silenceTrafficDrop } from '../../observability/alertmanager/silence-traffic-drop.ts';
import { createCommand, ExpectedError, runCommand } from '../cli/command.ts';
import { httpUrl, oneOf, positiveNumber } from '../cli/values.ts';
import { portsAt, repository, stackPathsAt } from '../stack/paths.ts';
import { portOffsetOption } from '../stack/port-offset.ts';
import { findK6 } from './k6.ts';
import { printReport } from './report.ts';
import { runK6 } from './run-k6.ts';

const names = Object.keys(profiles) as ProfileName[];

await runCommand(
  createCommand('npm run load --', 'Puts the shop under load with k6, then checks every accepted order.', {
    examples: ['npm run load -- smoke', 'npm run load -- spike --rate 100', 'npm run load -- background'],
    notes: `Profiles:\n${names.map(describeProfile).join('\n')}\nA visit requests the product list and one product, and places an order.`,
  })
    .argument('<profile>', 'load profile (see below)', oneOf('profile', names))
    .option('--rate <n>', 'peak rate, in visits per second', positiveNumber())
    .option('--duration <seconds>', 'duration of the load', positiveNumber())
    .addOption(portOffsetOption())
    .option('--url <url>', 'address of another shop', httpUrl)
    .option('--settle <seconds>', 'time limit for the orders to settle after the load (default: 60)', positiveNumber())
    .action(async (profile, options, command) => {
      process.exitCode = await load(profile, options, command);
    }),
);

interface LoadOptions {
  rate?: number;
  duration?: number;
  portOffset: number;
  url?: string;
  settle?: number;
}

async function load(profile: ProfileName, options: LoadOptions, command: CommandUnknownOpts): Promise<number> {
  if (profiles[profile].rate === null && options.rate !== undefined) {
    command.error(`error: --rate: ${profile} has users, not a rate`);
  }
  const ports = portsAt(options.portOffset);
  const url = options.url ?? `http://127.0.0.1:${ports.frontend}`;
  const variables = {
    PROFILE: profile,
    BASE_URL: url,
    JOURNAL: 'true',
    ...(options.rate !== undefined && { RATE: `${options.rate}` }),
    ...(options.duration !== undefined && { DURATION: `${options.duration}` }),
    ...(options.settle !== undefined && { SETTLE_SECONDS: `${options.settle}` }),
  };
  await checkShop(url);

  const log = join(stackPathsAt(options.portOffset).logs, 'k6.preparation.log');
  const k6 = await findK6(log, console.log);
  const folder = join(repository, '.local', 'load', `${new Date().toISOString().replaceAll(/[:.]/g, '-')}-${profile}`);
  await mkdir(folder, { recursive: true });
  const exitCode = await runK6(k6, { profile, variables, folder, ports, seconds: readRun(variables).seconds });
  await silenceTrafficDrop(`http://127.0.0.1:${ports.alertmanager}`);
  const isReconciled = await printReport(folder, `http://127.0.0.1:${ports.jaeger}`);
  return exitCode === 0 && !isReconciled ? 1 : exitCode;
}

function describeProfile(name: ProfileName): string {
  const { purpose, rate, seconds } = profiles[name];
  const height = rate === null ? '20 users' : `${rate}/s`;
  const length = name === 'background' ? 'endless' : `${seconds} s`;
  return `  ${name.padEnd(12)}${height.padEnd(10)}${length.padEnd(9)}${purpose}`;
}

async function checkShop(url: string): Promise<void> {
  const ready = await fetch(new URL('/health/ready', url)).catch(() => undefined);
  if (!ready?.ok) {
    throw new ExpectedError(`the shop at ${url} is not ready; start it with npm start, or see npm run status`);
  }
}
