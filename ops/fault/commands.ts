import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import { createPublisher } from '#events/publish.ts';
import { parametersOf } from '#events/switches/describe.ts';
import { createFaultSwitches } from '#events/switches/fault-switches.ts';
import { followers } from '#events/switches/followers.ts';
import { readActiveFaults } from '#events/switches/read-active-faults.ts';
import { type ActiveFault, appliesTo, expiryOf } from '#platform/faults/active-fault.ts';
import { type FaultName, faultDefinitions, faultNames, type ProcessName } from '#platform/faults/definitions.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';
import type { FaultRequest } from './command-line.ts';
import { describeParameter, optionOf } from './options.ts';

const notEnabled = 'Faults are not enabled: start the stack with FAULTS_ENABLED=true.';

/** Lists the faults of the stack with this port offset, or switches them on or off. */
export async function runFault(request: FaultRequest, portOffset: number): Promise<void> {
  const paths = stackPathsAt(portOffset);
  const { KAFKA_BROKERS } = readConfig(
    z.object({ KAFKA_BROKERS: brokers.default([`127.0.0.1:${paths.ports.kafka}`]) }),
  );
  const broker = createBroker({
    brokers: KAFKA_BROKERS,
    clientId: 'fault',
    security: securityOfTool(paths, 'operator'),
  });
  const following = await followers(broker).catch((cause: unknown) => {
    const reason = cause instanceof Error ? `: ${cause.message}` : '';
    throw new ExpectedError(`Kafka failed (${KAFKA_BROKERS.join(', ')})${reason}`, { cause });
  });
  if (following.length === 0 && request.do === 'on') throw new ExpectedError(notEnabled);
  const on = await readActiveFaults(broker);
  if (request.do === 'list') {
    list([...on.values()]);
    if (following.length === 0) console.log(`\n${notEnabled}`);
  } else await change(broker, on, following, request);
}

async function change(
  broker: Broker,
  on: Map<string, ActiveFault>,
  following: readonly ProcessName[],
  request: Exclude<FaultRequest, { do: 'list' }>,
): Promise<void> {
  const publisher = await createPublisher(broker);
  try {
    const switches = createFaultSwitches(publisher, {
      loaded: true,
      list: () => [...on.values()],
      set: (key, fault) => void (fault === undefined ? on.delete(key) : on.set(key, fault)),
    });
    if (request.do === 'off') {
      const ended = await switches.off(request.fault);
      for (const fault of ended) console.log(`off: ${summarize(fault)}`);
      if (ended.length === 0) console.log('No fault was on.');
      return;
    }
    const fault = await switches.on(request.fault, request.parameters);
    const affected = following.filter((process) => appliesTo(fault, process));
    console.log(
      `on in ${affected.join(', ') || 'no process, because none that it affects is running'}: ${summarize(fault)}`,
    );
    console.log('switch it off with: npm run fault -- off');
  } finally {
    await publisher.close();
  }
}

function list(on: readonly ActiveFault[]): void {
  for (const name of faultNames) {
    const { does, processes } = faultDefinitions[name];
    console.log(`\n${name}: ${does}`);
    console.log(`  in ${processes.join(', ')}`);
    for (const [parameter, definition] of Object.entries(parametersOf(name))) {
      if (parameter === 'process' || parameter === 'seconds') continue;
      console.log(`  ${`--${optionOf(parameter)}`.padEnd(24)} ${describeParameter(parameter, definition)}`);
    }
    for (const fault of on.filter((one) => one.fault === name)) console.log(`  ON: ${summarize(fault)}`);
  }
  console.log('\nAll faults');
  console.log(`  ${'--process'.padEnd(24)} in this process alone`);
  console.log(`  ${'--for'.padEnd(24)} switch it off after 30s, 5m or 1h (default: 15m; at most 4h)`);
}

/** Returns a line such as `http-errors --rate 0.3 --status 500, until 17:18:11`. */
function summarize(active: ActiveFault): string {
  const options = Object.entries(active.parameters)
    .filter(([name, value]) => name !== 'seconds' && value !== undefined)
    .map(([name, value]) => ` --${optionOf(name)} ${JSON.stringify(value)}`);
  return `${active.fault satisfies FaultName}${options.join('')}, until ${expiryOf(active).toLocaleTimeString('en-GB')}`;
}
