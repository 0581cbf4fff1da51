import { createDeadLetterCache } from '#events/dead-letters/cache.ts';
import type { DeadLetter, Resolution } from '#events/dead-letters/dead-letter.ts';
import type { OpenDeadLetters } from '#events/dead-letters/open-dead-letters.ts';
import { readMessages } from '#events/dead-letters/read-messages.ts';
import { type ResolutionReport, resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Operator } from './operator.ts';

/** Access to the dead letters. The methods throw a 503 problem while Kafka is unavailable. */
export interface DeadLetters {
  /** Returns the dead letters that were neither replayed nor discarded. */
  open(): Promise<OpenDeadLetters>;
  /** Returns an open dead letter with its message, or undefined if none has this id. */
  read(id: string): Promise<DeadLetter | undefined>;
  /**
   * Replays or discards dead letters, and calls `done` for each. Those completed before an error stay resolved.
   * @throws {Problem} 409 if some cannot be replayed
   */
  resolve(ids: readonly string[], how: Resolution, done: (letter: DeadLetter) => void): Promise<void>;
  /** Replays or discards any number of dead letters, and reports what becomes of each. */
  resolveMany(ids: readonly string[], how: Resolution, report: ResolutionReport): Promise<void>;
}

/** The longest time a page waits. Reading continues after that, so a later page can show the result. */
const readWithinMs = 5_000;

/** Creates the access to the dead letters. What is known of the open ones is kept in memory until their topics grow. */
export function deadLetters({ broker, publisher }: Operator): DeadLetters {
  const openLetters = createDeadLetterCache(broker);
  const read = async (id: string) => {
    let found: DeadLetter | undefined;
    await readMessages(broker, await openLetters(), [id], (letter) => {
      found = letter;
    });
    return found;
  };
  const resolveMany = async (ids: readonly string[], how: Resolution, report: ResolutionReport) =>
    resolveDeadLetters({ broker, publisher }, await openLetters(), ids, how, report);
  const resolve = async (ids: readonly string[], how: Resolution, resolved: (letter: DeadLetter) => void) => {
    const skipped: string[] = [];
    await resolveMany(ids, how, { resolved, skipped: ({ message }) => void skipped.push(message) });
    return skipped;
  };
  return {
    open: () => within(readWithinMs, openLetters()).catch(throwKafkaUnavailable),
    read: (id) => within(readWithinMs, read(id)).catch(throwKafkaUnavailable),
    resolveMany,
    resolve: async (ids, how, done) => {
      const skipped = await resolve(ids, how, done).catch(throwKafkaUnavailable);
      if (skipped.length > 0) throw new Problem(409, 'Not replayable', { detail: `${skipped.join('; ')}.` });
    },
  };
}

/** Throws the problem for an administrator's request that Kafka did not complete. */
export function throwKafkaUnavailable(cause: unknown): never {
  throw new Problem(503, undefined, { detail: 'Kafka does not respond.', retryAfter: 2, cause });
}

/** Rejects if reading takes longer than `ms` milliseconds. */
function within<T>(ms: number, reading: Promise<T>): Promise<T> {
  const { promise: timeout, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`the dead letters were not read within ${ms} ms`)), ms);
  return Promise.race([reading, timeout]).finally(() => clearTimeout(timer));
}
