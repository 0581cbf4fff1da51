import { text } from 'node:stream/consumers';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { z } from 'zod';
import { createBroker } from '#events/broker.ts';
import { catalog, type NewEvent } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { createMessage, type OutgoingMessage } from '#events/outgoing-message.ts';
import { createPublisher } from '#events/publish.ts';
import type { WrittenVersions } from '#events/written-versions.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { flushTelemetry } from '#telemetry/start.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

/**
 * The events that can be published again, with the processes that emitted them: with another source the workers would not
 * recognize an event that they know. A worker publishes all that it has decided again when it reads the cause again.
 */
const sources = {
  'order.placed': 'frontend',
  'order.cancellation-requested': 'frontend',
  'order.overdue': 'order-worker',
} as const;

type Cause = keyof typeof sources;

const types = z.object({ type: z.enum(Object.keys(sources) as Cause[]).default('order.placed') });

/** Every worker can read it, whatever its version. */
const oldestVersion: WrittenVersions = { of: () => 1 };

/** Few enough for Kafka to acknowledge them in time. */
const batchSize = 500;

/** Publishes the events of a stream again, and prints how many there are. */
export async function republish(input: NodeJS.ReadableStream): Promise<void> {
  const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const events = parseEvents(await text(input));
  const security = securityOfTool(stackPathsAt(0), 'operator');
  const publisher = await createPublisher(
    createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'republish', security }),
  );
  try {
    for (let begin = 0; begin < events.length; begin += batchSize) {
      await publisher.send(events.slice(begin, begin + batchSize).map(toMessage));
    }
  } catch (cause) {
    if (!(cause instanceof Error)) throw cause;
    throw new ExpectedError(`Kafka failed (${config.KAFKA_BROKERS.join(', ')}); run it again: ${cause.message}`, {
      cause,
    });
  } finally {
    await publisher.close();
    await flushTelemetry();
  }
  console.log(`published ${events.length} events again`);
}

/**
 * Parses events, one per line. Ignores other fields, such as the names and prices that order-worker adds to items.
 * @throws {ExpectedError} that names the first invalid line
 */
export const parseEvents = (lines: string): NewEvent<Cause>[] =>
  lines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const value = parseJson(line);
    const parsed = types.safeParse(value);
    if (!parsed.success) throw invalidLine(index, parsed.error);
    const { type } = parsed.data;
    const { versions } = catalog[type];
    const data = versions.read(value, versions.newest);
    if (!data.success) throw invalidLine(index, data.error);
    return [{ type, data: data.data } as NewEvent<Cause>];
  });

function invalidLine(index: number, { issues: [issue] }: z.ZodError): ExpectedError {
  return new ExpectedError(`line ${index + 1}: ${issue?.path.join('.') || 'the event'}: ${issue?.message}`);
}

/** Returns the message of the event that was published first. */
export const toMessage = (event: NewEvent<Cause>): OutgoingMessage =>
  createMessage(
    { ...createEvent(event, new Date()), source: `/orderflow/${sources[event.type]}` },
    ROOT_CONTEXT,
    oldestVersion,
  );

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
