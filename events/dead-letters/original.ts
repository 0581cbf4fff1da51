import type { KafkaMessage } from 'kafkajs';
import type { Broker } from '../broker.ts';
import { header } from '../envelope.ts';
import { currentRanges } from '../offset-ranges.ts';
import { readRanges } from '../read-topics.ts';
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
  const ranges = topic === undefined ? [] : await currentRanges(broker, [topic]);
  const range = ranges.find((one) => one.partition === partition && one.start <= offset && offset < one.end);
  let original: KafkaMessage | undefined;
  if (topic !== undefined && range !== undefined) {
    await readRanges(
      broker,
      [topic],
      [{ ...range, start: offset, end: offset + 1n }],
      (_topic, _partition, message) => {
        original = message;
      },
    );
  }
  if (original === undefined) {
    throw new NotReplayable(`${letter.id} holds only a part of its message, and Kafka has deleted the original`);
  }
  const origin = { dlq_topic: topic ?? '' };
  return { ...letter, message: { ...original, headers: { ...original.headers, ...origin } } as KafkaMessage };
}
