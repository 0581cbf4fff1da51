import type { KafkaMessage } from 'kafkajs';
import type { Broker } from './broker.ts';
import { currentRanges } from './offset-ranges.ts';
import { readRanges } from './read-topics.ts';
import type { AnyTopic } from './topics.ts';

/** Returns the message at a position; undefined if Kafka does not keep it any more. */
export async function readMessage(
  broker: Broker,
  topic: AnyTopic,
  partition: number,
  offset: bigint,
): Promise<KafkaMessage | undefined> {
  const ranges = await currentRanges(broker, [topic]);
  const range = ranges.find((one) => one.partition === partition && one.start <= offset && offset < one.end);
  let found: KafkaMessage | undefined;
  if (range === undefined) return undefined;
  await readRanges(broker, [topic], [{ ...range, start: offset, end: offset + 1n }], (_topic, _partition, message) => {
    found = message;
  });
  return found;
}
