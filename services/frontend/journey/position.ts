import { type AnyTopic, deadLetterTopics, topics } from '#events/topics.ts';
import { type Span, topicOf } from './trace.ts';

/** The position of a message of the pipeline in Kafka. */
export interface Position {
  topic: AnyTopic;
  partition: number;
  offset: number;
}

const readable: readonly AnyTopic[] = [...topics, ...deadLetterTopics];

/** Returns the position of the message that a span handled. */
export function positionOf(span: Span): Position | undefined {
  const topic = readable.find((one) => one === topicOf(span));
  const partition = Number(span.attributes['messaging.destination.partition.id']);
  const offset = Number(span.attributes['messaging.kafka.offset']);
  const valid = [partition, offset].every((one) => Number.isSafeInteger(one) && one >= 0);
  return topic !== undefined && valid ? { topic, partition, offset } : undefined;
}
