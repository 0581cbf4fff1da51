import type { Broker } from '../broker.ts';
import { currentRanges, type OffsetRange } from '../offset-ranges.ts';
import { readRanges } from '../read-topics.ts';
import { deadLetterTopics, partitionKey } from '../topics.ts';
import { type DeadLetter, deadLetterId } from './dead-letter.ts';
import type { OpenDeadLetters } from './open-dead-letters.ts';
import { type Position, positionOf } from './position.ts';

/** Reads the messages of open dead letters, and calls `onLetter` with one after another. Ids that are not open are skipped. */
export async function readMessages(
  broker: Broker,
  open: OpenDeadLetters,
  ids: readonly string[] | 'all',
  onLetter: (letter: DeadLetter) => void | Promise<void>,
): Promise<void> {
  const wanted = ids === 'all' ? undefined : new Set(ids);
  const positions = [...(wanted ?? [])].map(positionOf).filter((position) => position !== undefined);
  const bounds =
    wanted &&
    boundsOf(
      broker,
      positions.filter((position) => open.has(position)),
    );
  const ranges = (await currentRanges(broker, deadLetterTopics)).flatMap((range): OffsetRange[] => {
    if (bounds === undefined) return [range];
    const { first, last } = bounds.get(partitionKey(range)) ?? {};
    if (first === undefined || last === undefined) return [];
    return [{ ...range, start: max(range.start, first), end: min(range.end, last + 1n) }];
  });
  await readRanges(broker, deadLetterTopics, ranges, (topic, partition, message) => {
    const id = deadLetterId(topic, partition, message.offset);
    if (!open.has({ topic, partition, offset: message.offset }) || wanted?.has(id) === false) return undefined;
    return onLetter({ id, topic, partition, message });
  });
}

interface Bounds {
  first: bigint;
  last: bigint;
}

/** Returns the first and the last offset of the dead letters in each partition. */
function boundsOf({ fullName }: Broker, positions: readonly Position[]): Map<string, Bounds> {
  const bounds = new Map<string, Bounds>();
  for (const { topic, partition, ...position } of positions) {
    const key = partitionKey({ topic: fullName(topic), partition });
    const offset = BigInt(position.offset);
    const { first, last } = bounds.get(key) ?? { first: offset, last: offset };
    bounds.set(key, { first: min(first, offset), last: max(last, offset) });
  }
  return bounds;
}

const min = (one: bigint, other: bigint): bigint => (one < other ? one : other);
const max = (one: bigint, other: bigint): bigint => (one > other ? one : other);
