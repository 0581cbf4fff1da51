import { text } from 'node:stream/consumers';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { z } from 'zod';
import { createBroker } from '#events/broker.ts';
import { catalog, type EventData } from '#events/catalog.ts';
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

const { versions } = catalog['order.placed'];

/** Every worker can read it, whatever its version. */
const oldestVersion: WrittenVersions = { of: () => 1 };

/** The source of the original events. With another source the workers would not recognize the event that they know. */
const source = '/orderflow/frontend';

/** Few enough for Kafka to acknowledge them in time. */
const batchSize = 500;

/** Publishes order.placed again for the orders of a stream, and prints how many there are. */
export async function republish(input: NodeJS.ReadableStream): Promise<void> {
  const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const orders = parseOrders(await text(input));
  const security = securityOfTool(stackPathsAt(0), 'operator');
  const publisher = await createPublisher(
    createBroker({ brokers: config.KAFKA_BROKERS, clientId: 'republish', security }),
  );
  try {
    for (let begin = 0; begin < orders.length; begin += batchSize) {
      await publisher.send(orders.slice(begin, begin + batchSize).map(toMessage));
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
  console.log(`published order.placed again for ${orders.length} orders`);
}

/**
 * Parses orders, one per line. Ignores other fields, such as the names and prices that order-worker adds to items.
 * @throws {ExpectedError} that names the first invalid line
 */
export function parseOrders(lines: string): EventData<'order.placed'>[] {
  return lines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = versions.read(parseJson(line), versions.newest);
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    throw new ExpectedError(`line ${index + 1}: ${issue?.path.join('.') || 'the order'}: ${issue?.message}`);
  });
}

/** Returns the message of the event that the frontend published when it accepted the order. */
export const toMessage = (data: EventData<'order.placed'>): OutgoingMessage =>
  createMessage({ ...createEvent({ type: 'order.placed', data }, new Date()), source }, ROOT_CONTEXT, oldestVersion);

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
