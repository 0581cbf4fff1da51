import type { Broker } from '../broker.ts';
import { currentRanges, type OffsetRange } from '../offset-ranges.ts';
import { readRanges } from '../read-topics.ts';
import { deadLetterTopics } from '../topics.ts';
import { OpenDeadLetters } from './open-dead-letters.ts';

/** The number of open dead letters that are listed, the newest. The others are only counted. */
const maxListed = 1_000;

/** Returns the open dead letters at this moment. */
export async function readDeadLetters(broker: Broker): Promise<OpenDeadLetters> {
  return readFrom(broker, await currentRanges(broker, deadLetterTopics));
}

/** Returns the open dead letters in these ranges of the dead-letter topics. */
export async function readFrom(broker: Broker, ranges: readonly OffsetRange[]): Promise<OpenDeadLetters> {
  const letters = new OpenDeadLetters(maxListed);
  await readRanges(broker, deadLetterTopics, ranges, (topic, partition, message) =>
    letters.apply(topic, partition, message),
  );
  return letters;
}
