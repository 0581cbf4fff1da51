import type { Poisoning } from '../journal.ts';
import type { Message } from '../topics.ts';
import type { Violation } from './violation.ts';

/** The header by which a message that was sent to be poison is known, also as a dead letter. */
export const poisonHeader = 'chaos_poison';

export interface DeadLetterFacts {
  letters: readonly Message[];
  /** All messages of the topics that dead letters come from. */
  messages: readonly Message[];
  poisonings: readonly Poisoning[];
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

export const isLetter = ({ headers }: Message): boolean => headers['dlq_resolves'] === undefined;
/** Whether a message was not sent to be poison. */
export const isIntact = (message: Message): boolean => poisonId(message) === undefined;
const poisonId = ({ headers }: Message): string | undefined => headers[poisonHeader]?.toString();

/** A dead letter says why, from where and after how many attempts, and has its trace. */
export function lettersAreComplete({ letters, messages }: DeadLetterFacts): Violation[] {
  const places = new Map(
    messages.map((message) => [placeOf(message.topic, message.partition, message.offset), message]),
  );
  return letters.filter(isLetter).flatMap((letter) => {
    const read = (name: string) => letter.headers[name]?.toString() ?? '';
    const origin = places.get(placeOf(read('dlq_topic'), read('dlq_partition'), read('dlq_offset')));
    const lacks = [
      ...(reasons.includes(read('dlq_reason')) ? [] : ['reason']),
      ...(Number(read('dlq_attempts')) >= 1 ? [] : ['attempts']),
      ...(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(read('traceparent')) ? [] : ['traceparent']),
      ...(origin !== undefined && origin.key === letter.key && String(origin.value) === String(letter.value)
        ? []
        : ['origin']),
    ];
    const invariant = 'a dead letter has reason, origin, attempts and traceparent';
    return lacks.map((what) => ({ invariant, found: `${nameOf(letter)} lacks its ${what}` }));
  });
}

/** A database or broker that is away is not poison: nothing is dead-lettered for it. */
export const onlyPoisonIsBuried = ({ letters, jammed }: DeadLetterFacts): Violation[] =>
  letters
    .filter((letter) => isLetter(letter) && poisonId(letter) === undefined && !jammed.has(letter.key ?? ''))
    .map((letter) => ({
      invariant: 'nothing is dead-lettered but poison',
      found: `${nameOf(letter)}: ${letter.headers['dlq_reason']}, ${letter.headers['dlq_error']}`,
      ...(letter.key !== null && { orderId: letter.key }),
    }));

export function poisonIsBuried({ letters, poisonings }: DeadLetterFacts): Violation[] {
  const buried = new Set(letters.map((letter) => `${poisonId(letter)} ${letter.headers['dlq_group']}`));
  return poisonings.flatMap(({ id, variety, topic, groups }) =>
    groups
      .filter((group) => !buried.has(`${id} ${group}`))
      .map((group) => ({
        invariant: 'poison is dead-lettered by each group that cannot read it',
        found: `${variety} in ${topic} has no dead letter of ${group}`,
      })),
  );
}

const placeOf = (topic: string, partition: string | number, offset: string | bigint): string =>
  `${topic}:${partition}:${offset}`;
const nameOf = ({ topic, partition, offset }: Message): string => placeOf(topic, partition, offset);
