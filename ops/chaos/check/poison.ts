import type { Message } from '../topics.ts';

/** The header that names the kind of poison, also in its dead letters. */
export const poisonHeader = 'chaos_poison';

/** Returns the name of the kind of poison; undefined for a message that is not poison. */
export const poisonKind = ({ headers }: Message): string | undefined => headers[poisonHeader]?.toString();

/** Returns true for a message that is not poison. */
export const isIntact = (message: Message): boolean => poisonKind(message) === undefined;

/** Returns the ids of orders that strangers placed. Their events and dead letters are not poison themselves. */
export const foreignOrders = (messages: readonly Message[]): ReadonlySet<string> =>
  new Set(messages.filter((message) => !isIntact(message)).map(({ key }) => key?.toLowerCase() ?? ''));
