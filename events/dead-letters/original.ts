import type { KafkaMessage } from 'kafkajs';
import type { Broker } from '../broker.ts';
import { header } from '../envelope.ts';
import { readMessage } from '../read-message.ts';
import { topics } from '../topics.ts';
import type { DeadLetter } from './dead-letter.ts';
import { truncatedHeader } from './excerpt.ts';
import { NotReplayable } from './not-replayable.ts';

/**
 * Returns a dead letter with its whole message. If the dead letter holds only a part, reads the message from its original
 * position.
 * @throws {NotReplayable} if Kafka does not keep the message any more
 */
export async function withWholeMessage(broker: Broker, letter: DeadLetter): Promise<DeadLetter> {
  const { headers } = letter.message;
  if (header(headers, truncatedHeader) === undefined) return letter;
  const topic = topics.find((one) => one === header(headers, 'dlq_topic'));
  const partition = Number(header(headers, 'dlq_partition'));
  const offset = BigInt(/^\d{1,18}$/.exec(header(headers, 'dlq_offset') ?? '')?.[0] ?? -1);
  const original = topic && (await readMessage(broker, topic, partition, offset));
  if (original === undefined) {
    throw new NotReplayable(`${letter.id} holds only a part of its message, and Kafka has deleted the original`);
  }
  const origin = { dlq_topic: topic ?? '' };
  return { ...letter, message: { ...original, headers: { ...original.headers, ...origin } } as KafkaMessage };
}
