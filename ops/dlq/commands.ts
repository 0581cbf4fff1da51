import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import type { DeadLetter, Resolution } from '#events/dead-letters/dead-letter.ts';
import { describe, summarize } from '#events/dead-letters/describe.ts';
import { NotReplayable } from '#events/dead-letters/not-replayable.ts';
import { readDeadLetters } from '#events/dead-letters/read.ts';
import { resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import { createPublisher } from '#events/publish.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { flushTelemetry } from '#telemetry/start.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

/** Prints the open dead letters. */
export const list = (json: boolean): Promise<void> =>
  withBroker(async (broker) => {
    const letters = await openDeadLetters(broker);
    if (json) console.log(JSON.stringify(letters.map(describe), undefined, 2));
    else if (letters.length === 0) console.log('No open dead letters.');
    else console.table(letters.map(summarize));
  });

/** Prints one open dead letter as JSON. */
export const show = (id: string): Promise<void> =>
  withBroker(async (broker) => {
    for (const letter of chosen(await openDeadLetters(broker), [id])) {
      console.log(JSON.stringify(describe(letter), undefined, 2));
    }
  });

/** Replays or discards open dead letters, and prints the id of each. */
export const resolve = (ids: readonly string[] | 'all', resolution: Resolution): Promise<void> =>
  withBroker(async (broker) => {
    const open = await openDeadLetters(broker);
    const letters = ids === 'all' ? open : chosen(open, ids);
    const publisher = await createPublisher(broker);
    try {
      await resolveDeadLetters({ broker, publisher }, letters, resolution, ({ id }) =>
        console.log(`${resolution} ${id}`),
      );
      if (letters.length === 0) console.log('No open dead letters.');
    } finally {
      await publisher.close();
    }
  });

async function withBroker(work: (broker: Broker) => Promise<void>): Promise<void> {
  const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  try {
    await work(
      createBroker({
        brokers: config.KAFKA_BROKERS,
        clientId: 'dlq',
        security: securityOfTool(stackPathsAt(0), 'operator'),
      }),
    );
  } catch (cause) {
    if (cause instanceof NotReplayable) throw new ExpectedError(cause.message, { cause });
    if (!(cause instanceof Error) || !cause.name.startsWith('KafkaJS')) throw cause;
    throw new ExpectedError(`Kafka failed (${config.KAFKA_BROKERS.join(', ')}): ${cause.message}`, { cause });
  } finally {
    await flushTelemetry();
  }
}

const openDeadLetters = async (broker: Broker): Promise<DeadLetter[]> => [...(await readDeadLetters(broker)).list()];

function chosen(open: readonly DeadLetter[], ids: readonly string[]): DeadLetter[] {
  return ids.map((id) => {
    const letter = open.find((candidate) => candidate.id === id);
    if (letter === undefined) throw new ExpectedError(`no open dead letter has the id ${id}; see npm run dlq -- list`);
    return letter;
  });
}
