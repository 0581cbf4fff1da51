import type { RecordedMessage } from '#events/asyncapi/contract.testkit.ts';
import { createBroker } from '#events/broker.ts';
import { header } from '#events/envelope.ts';
import { readTopics } from '#events/read-topics.ts';
import { deadLetterTopics, faultsTopic, topics } from '#events/topics.ts';
import { environment } from './environment.ts';

const stack = createBroker({ brokers: environment.kafkaBrokers, clientId: 'test' });

/** Reads all messages that the topics hold now, by default those of the stack. */
export async function recordedMessages(broker = stack): Promise<RecordedMessage[]> {
  const messages: RecordedMessage[] = [];
  await readTopics(broker, [...topics, ...deadLetterTopics, faultsTopic], (topic, _partition, message) => {
    const names = Object.keys(message.headers ?? {});
    messages.push({
      topic,
      key: message.key?.toString() ?? null,
      value: message.value?.toString() ?? null,
      headers: Object.fromEntries(names.map((name) => [name, header(message.headers, name) ?? ''])),
    });
  });
  return messages;
}

/**
 * Returns true for a message that a test or a fault sent on purpose to be refused. It names no source, or none of a
 * process; a process always names itself.
 */
export const isForeign = ({ topic, headers }: RecordedMessage): boolean =>
  (topics as readonly string[]).includes(topic) &&
  (headers['ce_source'] === undefined || headers['ce_source'] === '/orderflow/fault');
