import { writeFileSync } from 'node:fs';
import { z } from 'zod';
import { createBroker } from '#events/broker.ts';
import { header } from '#events/envelope.ts';
import { readTopics } from '#events/read-topics.ts';
import { topics } from '#events/topics.ts';
import { brokers } from '#platform/process/config.ts';
import { readConfig } from '#telemetry/read-config.ts';
import { ExpectedError } from '../cli/command.ts';
import { securityOfTool } from '../stack/kafka/credentials.ts';
import { stackPathsAt } from '../stack/paths.ts';
import { causesOf, decodeGolden, goldenFile, readGolden } from './golden.ts';
import { eventSchemas } from './published.ts';

/** Records a golden message of each version that has none, and prints what was recorded and what the topics lack. */
export async function record(): Promise<void> {
  const missing = new Set(eventSchemas().flatMap(({ name }) => (readGolden(name) === undefined ? [name] : [])));
  const config = readConfig(z.object({ KAFKA_BROKERS: brokers }));
  const broker = createBroker({
    brokers: config.KAFKA_BROKERS,
    clientId: 'schemas',
    security: securityOfTool(stackPathsAt(0), 'operator'),
  });
  await readTopics(broker, topics, (_topic, _partition, message) => {
    const name = header(message.headers, 'ce_type') ?? '';
    if (!missing.has(name) || header(message.headers, 'traceparent') === undefined) return;
    const headers = Object.keys(message.headers ?? {}).map((key) => [key, header(message.headers, key) ?? '']);
    const sent = { key: String(message.key), headers: Object.fromEntries(headers), value: String(message.value) };
    const causes = causesOf(decodeGolden(sent), () => undefined);
    writeFileSync(goldenFile(name), `${JSON.stringify({ ...sent, causes }, null, 2)}\n`);
    missing.delete(name);
    console.log(`recorded ${name}`);
  });
  if (missing.size === 0) return;
  throw new ExpectedError(`no message of ${[...missing].join(', ')} is in the topics: place orders that cause them`);
}
