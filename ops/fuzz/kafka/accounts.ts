import type { KafkaMessage } from 'kafkajs';
import { header } from '#events/envelope.ts';
import { receive } from '#events/receive.ts';
import { type Group, subscriptions, workerGroups } from '#events/subscriptions.ts';
import { topicsOf } from '#events/topics.ts';

/** A message in a topic. */
export interface Found {
  topic: string;
  partition: number;
  message: KafkaMessage;
}

export const positionOf = ({ topic, partition, message }: Found): string => `${topic}:${partition}:${message.offset}`;

/** Returns the original position of the message in a dead letter, and the group that gave up. */
export const claimOf = ({ message }: Found): string => {
  const read = (name: string) => header(message.headers, `dlq_${name}`);
  return `${read('topic')}:${read('partition')}:${read('offset')} ${read('group')}`;
};

/**
 * Returns the messages that a group neither handled nor dead-lettered, or dead-lettered more than once.
 * @param letters the dead letters since the first message
 * @param reserved the ids of the orders whose stock was reserved or refused
 */
export function unaccounted(
  messages: readonly Found[],
  letters: readonly Found[],
  reserved: ReadonlySet<string>,
): string[] {
  const claims = Map.groupBy(letters, claimOf);
  return messages.flatMap((found) =>
    workerGroups
      .filter((group) => topicsOf(subscriptions[group]).some((topic) => topic === found.topic))
      .flatMap((group) => {
        const times = claims.get(`${positionOf(found)} ${group}`)?.length ?? 0;
        const problem =
          times > 1 ? `dead-lettered ${times} times` : times === 0 ? problemOf(found, group, reserved) : undefined;
        return problem === undefined ? [] : [`${positionOf(found)}: ${problem} by ${group}`];
      }),
  );
}

/** Returns the problem of a message that has no dead letter of this group; undefined if it needs none. */
function problemOf({ message }: Found, group: Group, reserved: ReadonlySet<string>): string | undefined {
  try {
    const event = receive(message, subscriptions[group], new Date());
    if (group !== 'products' || event?.type !== 'order.placed' || reserved.has(event.data.orderId)) return undefined;
    return 'a valid order was not handled';
  } catch {
    return 'not dead-lettered, although it is no valid event,';
  }
}
