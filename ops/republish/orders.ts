import { text } from 'node:stream/consumers';
import { ROOT_CONTEXT } from '@opentelemetry/api';
import { z } from 'zod';
import { createBroker } from '#events/broker.ts';
import { catalog, type EventData } from '#events/catalog.ts';
import { createEvent } from '#events/event.ts';
import { createMessage, type OutgoingMessage } from '#events/outgoing-message.ts';
import { createPublisher } from '#events/publish.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { flushTelemetry } from '#telemetry/start.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';

/** The source of the original events. With another source the workers would not recognize the event that they know. */
const source = '/orderflow/frontend';

/** The names and prices that order-worker adds to the items of an order are dropped. */
const order = z.object({
  ...catalog['order.placed'].schema.shape,
  items: z
    .array(z.object({ productId: z.string(), quantity: z.number() }))
    .pipe(catalog['order.placed'].schema.shape.items),
});

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
 * Parses orders, one per line.
 * @throws {ExpectedError} that names the first invalid line
 */
export function parseOrders(lines: string): EventData<'order.placed'>[] {
  return lines.split('\n').flatMap((line, index) => {
    if (line.trim() === '') return [];
    const parsed = order.safeParse(parseJson(line));
    if (parsed.success) return [parsed.data];
    const issue = parsed.error.issues[0];
    throw new ExpectedError(`line ${index + 1}: ${issue?.path.join('.') || 'the order'}: ${issue?.message}`);
  });
}

/** Returns the message of the event that the frontend published when it accepted the order. */
export const toMessage = (data: EventData<'order.placed'>): OutgoingMessage =>
  createMessage({ ...createEvent({ type: 'order.placed', data }, new Date()), source }, ROOT_CONTEXT);

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
