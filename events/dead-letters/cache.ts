import type { Broker } from '../broker.ts';
import { currentRanges } from '../offset-ranges.ts';
import { deadLetterTopics, partitionKey } from '../topics.ts';
import type { OpenDeadLetters } from './open-dead-letters.ts';
import { readFrom } from './read.ts';

/**
 * Creates a function that returns the open dead letters. It reads the dead-letter topics again only when they have new
 * messages, so it may be called often.
 */
export function createDeadLetterCache(broker: Broker): () => Promise<OpenDeadLetters> {
  let cached: { key: string; letters: Promise<OpenDeadLetters> } | undefined;
  return async () => {
    const ranges = await currentRanges(broker, deadLetterTopics);
    const key = ranges.map((range) => `${partitionKey(range)}:${range.start}:${range.end}`).join();
    if (cached?.key === key) return cached.letters;
    const letters = readFrom(broker, ranges);
    const entry = { key, letters };
    cached = entry;
    letters.catch(() => {
      if (cached === entry) cached = undefined;
    });
    return letters;
  };
}
