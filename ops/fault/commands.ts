import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import { createPublisher } from '#events/publish.ts';
import { type Parameter, parametersOf } from '#events/switches/describe.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { followers, followSwitches } from '#events/switches/follow-switches.ts';
import { type ActiveFault, concerns, expiryOf } from '#platform/faults/active-fault.ts';
import { type FaultName, faultDefinitions, faultNames, type ProcessName } from '#platform/faults/definitions.ts';
import { runCommand } from '#platform/process/command.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { portsAt } from '../stack/paths.ts';
import { type Command, flagOf, readArguments } from './arguments.ts';

const notEnabled = 'Faults are not enabled: no process of this stack was started with FAULTS_ENABLED=true.';

/** Runs one command and exits: 0 when it was done, 1 when not. */
export const runFault = (args: readonly string[]): Promise<never> => runCommand(() => run(args));

async function run(args: readonly string[]): Promise<void> {
  const { portOffset, ...command } = readArguments(args);
  const { KAFKA_BROKERS } = readConfig(
    z.object({ KAFKA_BROKERS: brokers.default([`127.0.0.1:${portsAt(portOffset).kafka}`]) }),
  );
  const broker = createBroker({ brokers: KAFKA_BROKERS, clientId: 'fault' });
  const following = await followers(broker).catch((cause: unknown) => {
    throw new Error(`Kafka does not answer at ${KAFKA_BROKERS.join(', ')}`, { cause });
  });
  if (following.length === 0 && command.do === 'on') throw new Error(notEnabled);
  const on = await whatIsOn(broker);
  if (command.do === 'list') {
    list([...on.values()]);
    if (following.length === 0) console.log(`\n${notEnabled}`);
  } else await change(broker, on, following, command);
}

async function change(
  broker: Broker,
  on: Map<string, ActiveFault>,
  following: readonly ProcessName[],
  command: Exclude<Command, { do: 'list' }>,
): Promise<void> {
  const publisher = await createPublisher(broker);
  try {
    const board = createFaultSwitches(publisher, {
      loaded: true,
      list: () => [...on.values()],
      set: (key, switched) => void (switched === undefined ? on.delete(key) : on.set(key, switched)),
    });
    if (command.do === 'off') {
      const gone = await board.off(command.fault);
      for (const switched of gone) console.log(`off: ${summarize(switched)}`);
      if (gone.length === 0) console.log('Nothing was on.');
      return;
    }
    const switched = await board.on(command.fault, command.parameters);
    const there = following.filter((process) => concerns(switched, process));
    console.log(`on in ${there.join(', ') || 'no process: none that it concerns runs'}: ${summarize(switched)}`);
    console.log('off with: npm run fault -- off');
  } finally {
    await publisher.close();
  }
}

/** What is on now, by its key. */
async function whatIsOn(broker: Broker): Promise<Map<string, ActiveFault>> {
  const on = new Map<string, ActiveFault>();
  const { promise: known, resolve } = Promise.withResolvers<void>();
  const member = await followSwitches(broker, {
    group: `fault-command-${randomUUID()}`,
    onSwitch: (key, switched) => {
      if (switched !== undefined && expiryOf(switched) > new Date()) on.set(key, switched);
    },
    onCaughtUp: resolve,
  });
  await known;
  await member.close();
  return on;
}

function list(on: readonly ActiveFault[]): void {
  for (const fault of faultNames) {
    const { does, processes } = faultDefinitions[fault];
    console.log(`\n${fault}: ${does}`);
    console.log(`  in ${processes.join(', ')}`);
    for (const [name, parameter] of Object.entries(parametersOf(fault))) {
      if (name === 'process' || name === 'seconds') continue;
      console.log(`  ${`--${flagOf(name)}`.padEnd(24)} ${describe(parameter)}`);
    }
    for (const switched of on.filter((one) => one.fault === fault)) console.log(`  ON: ${summarize(switched)}`);
  }
  console.log('\nEach of them');
  console.log(`  ${'--process'.padEnd(24)} in this process alone`);
  console.log(`  ${'--for'.padEnd(24)} is off by itself after 30s, 5m or 1h (15m if not said; up to 4h)`);
}

function describe({ description, ...parameter }: Parameter): string {
  const bounds = parameter.enum?.join(', ') ?? rangeOf(parameter);
  const preset = parameter.default === undefined ? [] : [`if not said, ${parameter.default}`];
  const notes = [...(bounds === '' ? [] : [bounds]), ...preset].join('; ');
  return notes === '' ? description : `${description} (${notes})`;
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Omit<Parameter, 'description'>): string {
  if (maximum === undefined) return '';
  return exclusiveMinimum === undefined ? `${minimum} to ${maximum}` : `above ${exclusiveMinimum}, up to ${maximum}`;
}

/** `http-errors --rate 0.3 --status 500, until 17:18:11` */
function summarize(switched: ActiveFault): string {
  const flags = Object.entries(switched.parameters)
    .filter(([name, value]) => name !== 'seconds' && value !== undefined)
    .map(([name, value]) => ` --${flagOf(name)} ${JSON.stringify(value)}`);
  return `${switched.fault satisfies FaultName}${flags.join('')}, until ${expiryOf(switched).toLocaleTimeString('en-GB')}`;
}
