import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import { createPublisher } from '#events/publish.ts';
import { type Parameter, parametersOf } from '#events/switches/describe.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { followers } from '#events/switches/followers.ts';
import { readActiveFaults } from '#events/switches/read-active-faults.ts';
import { type ActiveFault, concerns, expiryOf } from '#platform/faults/active-fault.ts';
import { type FaultName, faultDefinitions, faultNames, type ProcessName } from '#platform/faults/definitions.ts';
import { runCommand } from '#platform/process/command.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { portsAt } from '../stack/paths.ts';
import { type Command, flagOf, readArguments } from './arguments.ts';

const notEnabled = 'Faults are not enabled: no process of this stack was started with FAULTS_ENABLED=true.';

/** Runs one command, then exits with 0 if it succeeded and with 1 if it failed. */
export const runFault = (args: readonly string[]): Promise<never> => runCommand(() => run(args));

async function run(args: readonly string[]): Promise<void> {
  const { portOffset, ...command } = readArguments(args);
  const { KAFKA_BROKERS } = readConfig(
    z.object({ KAFKA_BROKERS: brokers.default([`127.0.0.1:${portsAt(portOffset).kafka}`]) }),
  );
  const broker = createBroker({ brokers: KAFKA_BROKERS, clientId: 'fault' });
  const running = await followers(broker).catch((cause: unknown) => {
    throw new Error(`Kafka does not answer at ${KAFKA_BROKERS.join(', ')}`, { cause });
  });
  if (running.length === 0 && command.do === 'on') throw new Error(notEnabled);
  const active = await readActiveFaults(broker);
  if (command.do === 'list') {
    list([...active.values()]);
    if (running.length === 0) console.log(`\n${notEnabled}`);
  } else await change(broker, active, running, command);
}

async function change(
  broker: Broker,
  active: Map<string, ActiveFault>,
  running: readonly ProcessName[],
  command: Exclude<Command, { do: 'list' }>,
): Promise<void> {
  const publisher = await createPublisher(broker);
  try {
    const switches = createFaultSwitches(publisher, {
      loaded: true,
      list: () => [...active.values()],
      set: (key, activeFault) => void (activeFault === undefined ? active.delete(key) : active.set(key, activeFault)),
    });
    if (command.do === 'off') {
      const switchedOff = await switches.off(command.fault);
      for (const activeFault of switchedOff) console.log(`off: ${summarize(activeFault)}`);
      if (switchedOff.length === 0) console.log('No fault was on.');
      return;
    }
    const activeFault = await switches.on(command.fault, command.parameters);
    const affected = running.filter((process) => concerns(activeFault, process));
    const where = affected.join(', ') || 'no process, because none of the affected processes is running';
    console.log(`on in ${where}: ${summarize(activeFault)}`);
    console.log('Switch it off with: npm run fault -- off');
  } finally {
    await publisher.close();
  }
}

function list(active: readonly ActiveFault[]): void {
  for (const fault of faultNames) {
    const { does, processes } = faultDefinitions[fault];
    console.log(`\n${fault}: ${does}`);
    console.log(`  in ${processes.join(', ')}`);
    for (const [name, parameter] of Object.entries(parametersOf(fault))) {
      if (name === 'process' || name === 'seconds') continue;
      console.log(`  ${`--${flagOf(name)}`.padEnd(24)} ${describe(parameter)}`);
    }
    for (const activeFault of active.filter((one) => one.fault === fault))
      console.log(`  ON: ${summarize(activeFault)}`);
  }
  console.log('\nAll faults');
  console.log(`  ${'--process'.padEnd(24)} only in this process`);
  console.log(
    `  ${'--for'.padEnd(24)} time until the fault goes off by itself, such as 30s, 5m or 1h (at most 4h; default 15m)`,
  );
}

function describe({ description, ...parameter }: Parameter): string {
  const bounds = parameter.enum?.join(', ') ?? rangeOf(parameter);
  const preset = parameter.default === undefined ? [] : [`default ${parameter.default}`];
  const notes = [...(bounds === '' ? [] : [bounds]), ...preset].join('; ');
  return notes === '' ? description : `${description} (${notes})`;
}

function rangeOf({ minimum, exclusiveMinimum, maximum }: Omit<Parameter, 'description'>): string {
  if (maximum === undefined) return '';
  return exclusiveMinimum === undefined
    ? `${minimum} to ${maximum}`
    : `more than ${exclusiveMinimum}, at most ${maximum}`;
}

/** Returns the flags and the end of a fault: `http-errors --rate 0.3 --status 500, until 17:18:11` */
function summarize(activeFault: ActiveFault): string {
  const flags = Object.entries(activeFault.parameters)
    .filter(([name, value]) => name !== 'seconds' && value !== undefined)
    .map(([name, value]) => ` --${flagOf(name)} ${JSON.stringify(value)}`);
  return `${activeFault.fault satisfies FaultName}${flags.join('')}, until ${expiryOf(activeFault).toLocaleTimeString('en-GB')}`;
}
