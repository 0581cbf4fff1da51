import { createDeadLetterCache } from '#events/dead-letters/cache.ts';
import type { DeadLetter, Resolution } from '#events/dead-letters/dead-letter.ts';
import { NotReplayable } from '#events/dead-letters/not-replayable.ts';
import { resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Operator } from './operator.ts';

/** Access to the dead letters. Both methods throw a 503 problem while Kafka is unavailable. */
export interface DeadLetters {
  /** Returns the dead letters that were neither replayed nor discarded. */
  open(): Promise<readonly DeadLetter[]>;
  /** Replays or discards dead letters, and calls `done` for each. Those completed before an error stay resolved. */
  resolve(letters: readonly DeadLetter[], how: Resolution, done: (letter: DeadLetter) => void): Promise<void>;
}

/** The longest time a page waits. Reading continues after that, so a later page can show the result. */
const readWithinMs = 5_000;

/** Creates the access to the dead letters; open ones are kept in memory until their topics grow. */
export function deadLetters({ broker, publisher }: Operator): DeadLetters {
  const read = createDeadLetterCache(broker);
  return {
    open: () => within(readWithinMs, read()).catch(throwKafkaUnavailable),
    resolve: (letters, how, done) => resolveDeadLetters({ broker, publisher }, letters, how, done).catch(throwProblem),
  };
}

function throwProblem(cause: unknown): never {
  if (!(cause instanceof NotReplayable)) throwKafkaUnavailable(cause);
  throw new Problem(409, 'Dead letter not replayable', { detail: `${cause.message}.`, cause });
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
