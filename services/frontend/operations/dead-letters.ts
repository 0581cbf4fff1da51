import type { Broker } from '#events/broker.ts';
import { createDeadLetterCache } from '#events/dead-letters/cache.ts';
import type { DeadLetter, Resolution } from '#events/dead-letters/dead-letter.ts';
import { resolveDeadLetters } from '#events/dead-letters/resolve.ts';
import type { Publisher } from '#events/publish.ts';
import { Problem } from '#platform/http/problem.ts';

/** The dead letters, for who wants to look at them and to deal with them. Each throws a 503 problem while Kafka is away. */
export interface DeadLetters {
  /** Those that nobody has dealt with. */
  open(): Promise<readonly DeadLetter[]>;
  /** Deals with some; `done` hears of each. What was done before it failed stays done. */
  resolve(letters: readonly DeadLetter[], how: Resolution, done: (letter: DeadLetter) => void): Promise<void>;
}

/** A page waits for so long. Where reading takes longer, the next page has what was read meanwhile. */
const readWithinMs = 5_000;

export function deadLetters(broker: Broker, publisher: Publisher): DeadLetters {
  const read = createDeadLetterCache(broker);
  return {
    open: () => within(readWithinMs, read()).catch(kafkaAway),
    resolve: (letters, how, done) => resolveDeadLetters(publisher, letters, how, done).catch(kafkaAway),
  };
}

/** What an administrator asked Kafka for was not done. */
export function kafkaAway(cause: unknown): never {
  throw new Problem(503, undefined, { detail: 'Kafka does not answer.', retryAfter: 2, cause });
}

function within<T>(ms: number, reading: Promise<T>): Promise<T> {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error(`the dead letters were not read within ${ms} ms`)), ms);
  return Promise.race([reading, late]).finally(() => clearTimeout(timer));
}
