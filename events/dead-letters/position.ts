import { type DeadLetterTopic, deadLetterTopics } from '../topics.ts';

/** The position of a message in a dead-letter topic. */
export interface Position {
  topic: DeadLetterTopic;
  partition: number;
  offset: string;
}

/** Returns the position that the id of a dead letter names, or undefined if it is no such id. */
export function positionOf(id: string): Position | undefined {
  const [, name, partition, offset] = /^([a-z.]+):(\d{1,9}):(\d{1,16})$/.exec(id) ?? [];
  const topic = deadLetterTopics.find((known) => known === name);
  if (topic === undefined || offset === undefined) return undefined;
  return { topic, partition: Number(partition), offset };
}
