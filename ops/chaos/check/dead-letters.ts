import type { PoisonMessage } from '../journal.ts';
import type { Message } from '../topics.ts';
import type { Violation } from './violation.ts';

/** The header that marks poison, also as a dead letter. */
export const poisonHeader = 'chaos_poison';

/** The dead letters, and the messages and faults that they may come from. */
export interface DeadLetterFacts {
  letters: readonly Message[];
  /** All messages of the topics that dead letters come from. */
  messages: readonly Message[];
  poison: readonly PoisonMessage[];
  /** The ids of jammed orders. */
  jammed: ReadonlySet<string>;
}

const reasons = [
  'invalid-envelope',
  'unknown-type',
  'unknown-version',
  'invalid-json',
  'invalid-data',
  'handler-failed',
];

/** Returns true for a dead letter, and false for a record that resolves one. */
export const isDeadLetter = ({ headers }: Message): boolean => headers['dlq_resolves'] === undefined;

/** Returns true for a message that is not poison. */
export const isIntact = (message: Message): boolean => poisonId(message) === undefined;
const poisonId = ({ headers }: Message): string | undefined => headers[poisonHeader]?.toString();

/** Checks that every dead letter has its reason, origin, attempts and trace. */
export function deadLettersAreComplete({ letters, messages }: DeadLetterFacts): Violation[] {
  const origins = new Map(messages.map((message) => [nameOf(message), message]));
  return letters.filter(isDeadLetter).flatMap((letter) => {
    const read = (name: string) => letter.headers[name]?.toString() ?? '';
    const origin = origins.get(`${read('dlq_topic')}:${read('dlq_partition')}:${read('dlq_offset')}`);
    const missing = [
      ...(reasons.includes(read('dlq_reason')) ? [] : ['reason']),
      ...(Number(read('dlq_attempts')) >= 1 ? [] : ['attempts']),
      ...(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(read('traceparent')) ? [] : ['traceparent']),
      ...(origin !== undefined && origin.key === letter.key && String(origin.value) === String(letter.value)
        ? []
        : ['origin']),
    ];
    const invariant = 'a dead letter has reason, origin, attempts and traceparent';
    return missing.map((part) => ({ invariant, found: `${nameOf(letter)} lacks its ${part}` }));
  });
}

/** Checks that only poison and jammed orders are dead-lettered, not messages that met an unavailable database or broker. */
export const onlyPoisonIsDeadLettered = ({ letters, jammed }: DeadLetterFacts): Violation[] =>
  letters
    .filter((letter) => isDeadLetter(letter) && poisonId(letter) === undefined && !jammed.has(letter.key ?? ''))
    .map((letter) => ({
      invariant: 'nothing but poison is dead-lettered',
      found: `${nameOf(letter)}: ${letter.headers['dlq_reason']}, ${letter.headers['dlq_error']}`,
      ...(letter.key !== null && { orderId: letter.key }),
    }));

/** Checks that every consumer group has dead-lettered the poison that it reads. */
export function poisonIsDeadLettered({ letters, poison }: DeadLetterFacts): Violation[] {
  const found = new Set(letters.map((letter) => `${poisonId(letter)} ${letter.headers['dlq_group']}`));
  return poison.flatMap(({ id, variety, topic, groups }) =>
    groups
      .filter((group) => !found.has(`${id} ${group}`))
      .map((group) => ({
        invariant: 'poison is dead-lettered by each group that cannot read it',
        found: `${variety} in ${topic} has no dead letter of ${group}`,
      })),
  );
}

const nameOf = ({ topic, partition, offset }: Message): string => `${topic}:${partition}:${offset}`;
