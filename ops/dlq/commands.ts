import { parseArgs } from 'node:util';
import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import type { DeadLetter, Resolution } from '#events/dead-letters/dead-letter.ts';
import { describe, summarize } from '#events/dead-letters/describe.ts';
import { readDeadLetters } from '#events/dead-letters/read.ts';
import { resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import { createPublisher } from '#events/publish.ts';
import { runCommand } from '#platform/process/command.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { flushTelemetry } from '#telemetry/start.ts';

const usage = `Usage: npm run dlq -- <command>
  list                     the dead letters that nobody has dealt with (--json: as JSON)
  show <id>                one of them, whole
  replay <id>... | --all   sends them to the topic they came from
  discard <id>... | --all  closes them without sending`;

/** Runs one command, then exits with 0 if it succeeded and with 1 if it failed. */
export const runDlq = (args: readonly string[]): Promise<never> => runCommand(() => run(args).finally(flushTelemetry));

async function run(args: readonly string[]): Promise<void> {
  const { positionals, values } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { all: { type: 'boolean', default: false }, json: { type: 'boolean', default: false } },
  });
  const [command, ...ids] = positionals;
  const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const broker = createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'dlq' });
  switch (command) {
    case 'list':
      return list((await readDeadLetters(broker)).list(), values.json);
    case 'show':
      return show(await selectLetters(broker, ids, false));
    case 'replay':
      return resolve(broker, await selectLetters(broker, ids, values.all), 'replayed');
    case 'discard':
      return resolve(broker, await selectLetters(broker, ids, values.all), 'discarded');
    default:
      throw new Error(usage);
  }
}

async function selectLetters(broker: Broker, ids: readonly string[], all: boolean): Promise<DeadLetter[]> {
  if (ids.length === 0 && !all) throw new Error(usage);
  const open = (await readDeadLetters(broker)).list();
  if (all) return open;
  return ids.map((id) => {
    const letter = open.find((candidate) => candidate.id === id);
    if (letter === undefined) throw new Error(`no open dead letter has the id ${id}`);
    return letter;
  });
}

function list(letters: readonly DeadLetter[], json: boolean): void {
  if (json) console.log(JSON.stringify(letters.map(describe), undefined, 2));
  else if (letters.length === 0) console.log('No open dead letters.');
  else console.table(letters.map(summarize));
}

function show(letters: readonly DeadLetter[]): void {
  for (const letter of letters) console.log(JSON.stringify(describe(letter), undefined, 2));
}

async function resolve(broker: Broker, letters: readonly DeadLetter[], how: Resolution): Promise<void> {
  const publisher = await createPublisher(broker);
  try {
    await resolveDeadLetters(publisher, letters, how, ({ id }) => console.log(`${how} ${id}`));
    if (letters.length === 0) console.log('No open dead letters.');
  } finally {
    await publisher.close();
  }
}
