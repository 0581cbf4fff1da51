import type { TopicPartitionOffset } from 'kafkajs';
import { logger } from '#telemetry/logger.ts';

/** The offsets that a group member has done with and has yet to commit. */
export interface Commits {
  /** Notes that everything before this offset is done; it is committed soon. */
  done(position: TopicPartitionOffset): void;
  /** Commits now what was noted. */
  flush(): Promise<void>;
  /** Forgets what was noted: after a rebalance the partitions may be another member's. */
  forget(): void;
}

const againAfterMs = 2_000;

/**
 * Commits the offsets of all partitions together, a moment after the work. A request for each batch of each partition
 * would be the broker's main work at high rates. What is not committed when a process dies comes again and is recognised.
 * @param commit one request
 */
export function commits(
  commit: (positions: TopicPartitionOffset[]) => Promise<void>,
  { afterMs }: { afterMs: number },
): Commits {
  const noted = new Map<string, TopicPartitionOffset>();
  let timer: NodeJS.Timeout | undefined;

  const flush = async () => {
    clearTimeout(timer);
    timer = undefined;
    const positions = new Map(noted);
    if (positions.size === 0) return;
    try {
      await commit([...positions.values()]);
      for (const [place, position] of positions) if (noted.get(place) === position) noted.delete(place);
    } catch (error) {
      logger.warn('offsets were not committed, which is tried again', { partitions: positions.size, error });
      flushAfter(againAfterMs);
    }
  };
  const flushAfter = (ms: number) => {
    if (noted.size > 0) timer ??= setTimeout(() => void flush(), ms);
  };

  return {
    flush,
    done: (position) => {
      noted.set(`${position.topic}:${position.partition}`, position);
      flushAfter(afterMs);
    },
    forget: () => {
      clearTimeout(timer);
      timer = undefined;
      noted.clear();
    },
  };
}
