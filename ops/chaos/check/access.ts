import { Kafka, logLevel, Partitioners } from 'kafkajs';
import { securityOptions } from '#events/security.ts';
import { securityOf, type User } from '../../stack/kafka/credentials.ts';
import type { StackPaths } from '../../stack/paths.ts';
import type { System } from '../system.ts';
import { poisonHeader } from './poison.ts';
import type { Violation } from './violation.ts';

/** Topics that a user must not write to. Written by hand, because the ACLs are derived from the code that is tested. */
const forbidden: readonly (readonly [user: User, topic: string])[] = [
  ['frontend', 'stock'],
  ['product-worker', 'orders'],
  ['order-worker', 'stock'],
  ['event-monitor', 'orders'],
];

/** Checks that Kafka refuses messages to topics that their senders do not own. */
export async function writersAreRefused({ paths, operator }: Pick<System, 'paths' | 'operator'>): Promise<Violation[]> {
  const brokers = operator['KAFKA_BROKERS']?.split(',') ?? [];
  const attempts = forbidden.map(async ([user, topic]) => {
    const refused = await isRefused(user, topic, paths, brokers);
    return refused ? [] : [{ invariant: 'a user writes only to its topics', found: `${user} wrote to ${topic}` }];
  });
  return (await Promise.all(attempts)).flat();
}

/** Sends a message, marked as poison. Returns true if Kafka refuses it. */
async function isRefused(user: User, topic: string, paths: StackPaths, brokers: readonly string[]): Promise<boolean> {
  const kafka = new Kafka({
    clientId: 'chaos',
    brokers: [...brokers],
    ...securityOptions(securityOf(paths, user)),
    logLevel: logLevel.NOTHING,
  });
  const producer = kafka.producer({ createPartitioner: Partitioners.DefaultPartitioner, retry: { retries: 0 } });
  await producer.connect();
  try {
    await producer.send({ topic, messages: [{ key: null, value: null, headers: { [poisonHeader]: 'access' } }] });
    return false;
  } catch (error) {
    if (error instanceof Error && /not authorized/i.test(error.message)) return true;
    throw error;
  } finally {
    await producer.disconnect();
  }
}
