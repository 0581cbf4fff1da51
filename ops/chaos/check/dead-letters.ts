import { hostileKinds } from '../../hostile/kinds.ts';
import type { Message } from '../topics.ts';
import { foreignOrders, isIntact, poisonKind } from './poison.ts';
import type { Violation } from './violation.ts';

/** The dead letters, and the messages and orders that they may come from. */
export interface DeadLetterFacts {
  letters: readonly Message[];
  /** The messages of the topics that dead letters come from. */
  messages: readonly Message[];
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

/** The header of a dead letter that does not hold the whole message, because it is too large. */
const truncatedHeader = 'dlq_truncated';

/** Returns true for a dead letter of a worker, and false for a record that resolves one, or that a stranger sent. */
export const isDeadLetter = ({ headers }: Message): boolean =>
  headers['dlq_resolves'] === undefined && headers['dlq_group'] != null;

/** Checks that every dead letter has its reason, origin, attempts and trace. */
export function deadLettersAreComplete({ letters, messages }: DeadLetterFacts): Violation[] {
  const origins = new Map(messages.map((message) => [nameOf(message), message]));
  return letters.filter(isDeadLetter).flatMap((letter) => {
    const read = (name: string) => letter.headers[name]?.toString() ?? '';
    const origin = origins.get(originOf(letter));
    const isCopy = origin?.key === letter.key && String(origin.value) === String(letter.value);
    const missing = [
      ...(reasons.includes(read('dlq_reason')) ? [] : ['reason']),
      ...(Number(read('dlq_attempts')) >= 1 ? [] : ['attempts']),
      ...(/^00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}$/.test(read('traceparent')) ? [] : ['traceparent']),
      ...(origin !== undefined && (isCopy || read(truncatedHeader) !== '') ? [] : ['origin']),
    ];
    const invariant = 'a dead letter has reason, origin, attempts and traceparent';
    return missing.map((part) => ({ invariant, found: `${nameOf(letter)} lacks its ${part}` }));
  });
}

/** Checks that only poison and jammed orders are dead-lettered, not messages that met an unavailable database or broker. */
export function onlyPoisonIsDeadLettered({ letters, messages, jammed }: DeadLetterFacts): Violation[] {
  const poison = new Set(messages.filter((message) => !isIntact(message)).map(nameOf));
  const foreign = foreignOrders(messages);
  return letters
    .filter((letter) => isDeadLetter(letter) && isIntact(letter) && !poison.has(originOf(letter)))
    .filter(({ key }) => !jammed.has(key ?? '') && !foreign.has(key?.toLowerCase() ?? ''))
    .filter((letter) => !isHandledLater(letter, letters))
    .map((letter) => ({
      invariant: 'nothing but poison is dead-lettered',
      found: `${nameOf(letter)}: ${letter.headers['dlq_reason']}, ${letter.headers['dlq_error']}`,
      ...(letter.key !== null && { orderId: letter.key }),
    }));
}

/** Returns true for a message that an earlier version could not read, and that this version has handled since. */
function isHandledLater({ topic, partition, offset, headers }: Message, letters: readonly Message[]): boolean {
  const isNewer = ['unknown-type', 'unknown-version'].includes(String(headers['dlq_reason']));
  const resolves = (other: Message) => other.topic === topic && other.partition === partition;
  return isNewer && letters.some((other) => resolves(other) && String(other.headers['dlq_resolves']) === `${offset}`);
}

/** The consumer groups that read each topic. Written by hand, because the subscriptions are part of the tested code. */
const groupsOf: Readonly<Record<string, readonly string[]>> = { orders: ['orders', 'products'], stock: ['orders'] };

const invalidKinds = new Set(hostileKinds.filter(({ fate }) => fate === 'dead-lettered').map(({ name }) => name));

/** Checks that every consumer group has dead-lettered the invalid messages that it reads. */
export function poisonIsDeadLettered({ letters, messages }: DeadLetterFacts): Violation[] {
  const claims = new Set(letters.map((letter) => `${originOf(letter)} ${letter.headers['dlq_group']}`));
  return messages.flatMap((message) => {
    const kind = poisonKind(message) ?? '';
    if (!invalidKinds.has(kind)) return [];
    return (groupsOf[message.topic] ?? [])
      .filter((group) => !claims.has(`${nameOf(message)} ${group}`))
      .map((group) => ({
        invariant: 'poison is dead-lettered by each group that cannot read it',
        found: `${kind}, ${nameOf(message)}, has no dead letter of ${group}`,
      }));
  });
}

/** Returns where the message in a dead letter was. */
export function originOf({ headers }: Message): string {
  const read = (name: string) => headers[name]?.toString() ?? '';
  return `${read('dlq_topic')}:${read('dlq_partition')}:${read('dlq_offset')}`;
}

export const nameOf = ({ topic, partition, offset }: Message): string => `${topic}:${partition}:${offset}`;
