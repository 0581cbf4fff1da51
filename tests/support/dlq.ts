import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { context } from '@opentelemetry/api';
import { createBroker } from '#events/broker.ts';
import type { Topic } from '#events/catalog.ts';
import { createPublisher } from '#events/publish.ts';
import { environment } from './environment.ts';

/** A dead letter as `npm run dlq` lists it. */
export interface Letter {
  id: string;
  order: string;
  reason: string;
  group: string;
  attempts: string;
  error: string;
  traceId: string | null;
}

const run = promisify(execFile);

/** The variables of a tool of operators. */
export const asOperator = {
  KAFKA_USERNAME: 'operator',
  KAFKA_PASSWORD_FILE: join(environment.kafkaCredentials, 'operator.password'),
};

/** Runs `npm run dlq`, and returns its output. */
export async function dlq(...args: string[]): Promise<string> {
  const env = {
    ...process.env,
    KAFKA_BROKERS: environment.kafkaBrokers.join(','),
    ...asOperator,
    OTEL_EXPORTER_OTLP_ENDPOINT: environment.collectorUrl,
  };
  const { stdout } = await run(process.execPath, ['ops/dlq/dlq.ts', ...args], { env });
  return stdout;
}

/** Returns all open dead letters. */
export const letters = async (): Promise<Letter[]> => JSON.parse(await dlq('list', '--json')) as Letter[];

/** Publishes a message that no consumer can read. Returns the order id in its headers. */
export async function sendUnreadable(
  value = 'not JSON',
  headers: Record<string, string> = {},
  topic: Topic = 'orders',
): Promise<string> {
  const publisher = await createPublisher(createBroker({ brokers: environment.kafkaBrokers, clientId: 'test' }));
  const order = randomUUID();
  const envelope = { ce_type: 'order.placed.v1', ce_subject: order };
  const message = { key: order, value, headers: { ...envelope, ...headers } };
  await publisher.send([{ topic, context: context.active(), message }]);
  await publisher.close();
  return order;
}
