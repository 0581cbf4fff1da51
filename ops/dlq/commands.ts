import { z } from 'zod';
import { type Broker, createBroker } from '#events/broker.ts';
import type { Resolution } from '#events/dead-letters/dead-letter.ts';
import { describe } from '#events/dead-letters/describe.ts';
import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { positionOf } from '#events/dead-letters/position.ts';
import { printableJson } from '#events/dead-letters/printable.ts';
import { readDeadLetters } from '#events/dead-letters/read.ts';
import { readMessages } from '#events/dead-letters/read-messages.ts';
import { resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import { createPublisher } from '#events/publish.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { flushTelemetry } from '#telemetry/start.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

const columns = ['id', 'type', 'order', 'reason', 'group', 'attempts', 'at'];

/** Prints the open dead letters, without their messages. Of very many, prints the newest. */
export const list = (json: boolean): Promise<void> =>
  withBroker(async (broker) => {
    const open = await readDeadLetters(broker);
    const letters = open.list();
    if (json) console.log(printableJson(letters));
    else if (letters.length === 0) console.log('No open dead letters.');
    else console.table(letters, columns);
    if (open.count() > letters.length) console.error(`${open.count()} dead letters are open; these are the newest.`);
  });

/** Prints one open dead letter as JSON. */
export const show = (id: string): Promise<void> =>
  withBroker(async (broker) => {
    const open = await readDeadLetters(broker);
    assertOpen(open, [id]);
    await readMessages(broker, open, [id], (letter) => console.log(printableJson(describe(letter))));
  });

/** Replays or discards open dead letters, and prints the id of each. */
export const resolve = (ids: readonly string[] | 'all', resolution: Resolution): Promise<void> =>
  withBroker(async (broker) => {
    const open = await readDeadLetters(broker);
    if (ids !== 'all') assertOpen(open, ids);
    if (open.count() === 0) return console.log('No open dead letters.');
    let skipped = 0;
    const publisher = await createPublisher(broker);
    try {
      await resolveDeadLetters({ broker, publisher }, open, ids, resolution, {
        resolved: ({ id }) => console.log(`${resolution} ${id}`),
        skipped: ({ message }) => {
          skipped++;
          console.error(`not replayed: ${message}`);
        },
      });
    } finally {
      await publisher.close();
    }
    if (skipped > 0) throw new ExpectedError(`${skipped} of the dead letters cannot be replayed, only discarded`);
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
    if (!(cause instanceof Error) || !cause.name.startsWith('KafkaJS')) throw cause;
    throw new ExpectedError(`Kafka failed (${config.KAFKA_BROKERS.join(', ')}): ${cause.message}`, { cause });
  } finally {
    await flushTelemetry();
  }
}

/** @throws {ExpectedError} if one of the ids is not that of an open dead letter */
function assertOpen(open: OpenDeadLetters, ids: readonly string[]): void {
  for (const id of ids) {
    const position = positionOf(id);
    if (position !== undefined && open.has(position)) continue;
    throw new ExpectedError(`no open dead letter has the id ${id}; see npm run dlq -- list`);
  }
}
