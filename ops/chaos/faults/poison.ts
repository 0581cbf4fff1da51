import { randomUUID } from 'node:crypto';
import type { Broker } from '#events/broker.ts';
import { partitions } from '#events/topics.ts';
import { poisonHeader } from '../check/dead-letters.ts';
import type { Journal } from '../journal.ts';
import { type OutgoingMessage, publish } from '../publish.ts';
import type { FaultKind } from './fault.ts';

interface Variety {
  name: string;
  /** The type in the envelope; null for a message without an envelope. */
  type: string | null;
  value: string;
}

const varieties: Readonly<Record<string, readonly Variety[]>> = {
  orders: [
    { name: 'bad JSON', type: 'order.placed.v1', value: '{"orderId":' },
    { name: 'invalid data', type: 'order.placed.v1', value: '{"items":[]}' },
    { name: 'unknown version', type: 'order.placed.v99', value: '{}' },
    { name: 'unknown type', type: 'order.exploded.v1', value: '{}' },
    { name: 'no envelope', type: null, value: 'hello' },
    // Slightly less than Kafka's limit of one MiB.
    { name: 'oversized', type: 'order.placed.v1', value: JSON.stringify({ orderId: 'x'.repeat(1_000_000) }) },
  ],
  stock: [
    { name: 'bad JSON', type: 'stock.reserved.v1', value: '{"orderId":' },
    { name: 'unknown version', type: 'stock.reserved.v99', value: '{}' },
  ],
};

/** The consumer groups of each topic, all of which must dead-letter its poison. */
const groupsOf: Readonly<Record<string, readonly string[]>> = { orders: ['orders', 'products'], stock: ['orders'] };

/** Publishes messages that no worker can process, one of each variety, spread over all partitions. */
export const poison = (broker: Broker, journal: Journal): FaultKind => ({
  kind: 'poison',
  targets: Object.keys(varieties),
  lasts: [3, 8],
  touches: () => ['kafka'],
  inject: async (topic, random) => {
    const first = random.integer(0, partitions - 1);
    const messages = (varieties[topic] ?? []).map((variety, n) => {
      const id = randomUUID();
      journal.write({ kind: 'poison-message', id, variety: variety.name, topic, groups: groupsOf[topic] ?? [] });
      return { topic, partition: (first + n) % partitions, ...poisonOf(variety, id) };
    });
    await publish(broker, messages);
    return async () => undefined;
  },
});

function poisonOf({ type, value }: Variety, id: string): Omit<OutgoingMessage, 'topic'> {
  const key = randomUUID();
  const envelope = {
    ce_specversion: '1.0',
    ce_id: id,
    ce_source: '/orderflow/chaos',
    ce_time: new Date().toISOString(),
    ce_subject: key,
    'content-type': 'application/json',
  };
  return { key, value, headers: { [poisonHeader]: id, ...(type !== null && { ...envelope, ce_type: type }) } };
}
