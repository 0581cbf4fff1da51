import { randomUUID } from 'node:crypto';
import type { Topic } from '#events/catalog.ts';
import type { DeadLetterTopic } from '#events/topics.ts';
import { codecs, envelope, type HostileBatch, type HostileRecord } from './record.ts';

/**
 * The required outcome for the records of a kind: the broker refuses them, no consumer sees them, or each group that reads
 * their topic dead-letters them, or handles or dead-letters them.
 */
export type Fate = 'refused' | 'unseen' | 'dead-lettered' | 'handled or dead-lettered';

/** A kind of batches that a stranger may send. */
export interface HostileKind {
  name: string;
  topics: readonly (Topic | DeadLetterTopic)[];
  fate: Fate;
  create(): HostileBatch;
}

const orders = ['orders'] as const;
const everyTopic = ['orders', 'stock', 'orders.dlq', 'stock.dlq'] as const;

const record = (type: string, value: string, changes: Parameters<typeof envelope>[2] = {}): HostileRecord => {
  const id = randomUUID();
  return { key: id, value, headers: envelope(type, id, changes) };
};

const badJson = (changes: Parameters<typeof envelope>[2] = {}): HostileRecord =>
  record('order.placed.v1', '{"orderId":', changes);

/** Returns an order that is valid except for the changes of its envelope, and its items. By default no shop sells its item. */
function order(
  changes: Parameters<typeof envelope>[2] = {},
  items: readonly object[] = [unknownItem],
  orderId: string = randomUUID(),
): HostileRecord {
  const value = JSON.stringify({ orderId, userId: randomUUID(), items });
  return { key: orderId, value, headers: envelope('order.placed.v1', orderId, changes) };
}

const unknownItem = { productId: 'nothing', quantity: 1 };
const bodyOfThreeMegabytes = JSON.stringify({ orderId: 'x'.repeat(3_000_000) });

const one = (name: string, create: () => HostileRecord, fate: Fate = 'handled or dead-lettered'): HostileKind => ({
  name,
  topics: orders,
  fate,
  create: () => ({ records: [create()] }),
});

/** The kinds of batches that have broken Kafka clients. The broker decompresses batches before it checks their size. */
export const hostileKinds: readonly HostileKind[] = [
  ...(['orders', 'stock'] as const).flatMap((topic) => ordinaryPoison(topic)),
  one('no envelope', () => ({ key: randomUUID(), value: 'hello', headers: [] }), 'dead-lettered'),
  one(
    'a megabyte',
    () => record('order.placed.v1', JSON.stringify({ orderId: 'x'.repeat(1_000_000) })),
    'dead-lettered',
  ),
  one('order with a null header', () => order({ ce_subject: null })),
  one('bad JSON with a null header', () => badJson({ extra: null }), 'dead-lettered'),
  one('bad JSON with a header named constructor', () => badJson({ constructor: 'a' }), 'dead-lettered'),
  ...codecs.slice(2).map(
    (codec): HostileKind => ({
      name: `batch compressed with ${codec}`,
      topics: orders,
      fate: 'dead-lettered',
      create: () => ({ codec, records: [badJson(), badJson()] }),
    }),
  ),
  {
    name: '3 MB of JSON, sent with gzip',
    topics: orders,
    fate: 'refused',
    create: () => ({ codec: 'gzip', records: [record('order.placed.v1', bodyOfThreeMegabytes)] }),
  },
  {
    name: '60 records with a header of 57 kB',
    topics: orders,
    fate: 'refused',
    create: () => ({ codec: 'gzip', records: Array.from({ length: 60 }, () => badJson({ big: 'x'.repeat(57_000) })) }),
  },
  {
    name: 'aborted transaction',
    topics: everyTopic,
    fate: 'unseen',
    create: () => ({ transaction: 'aborted', records: [badJson()] }),
  },
  {
    name: 'open transaction',
    topics: everyTopic,
    fate: 'unseen',
    create: () => ({ transaction: 'open', records: [badJson()] }),
  },
  {
    name: 'foreign dead letter with null headers',
    topics: ['orders.dlq', 'stock.dlq'],
    fate: 'unseen',
    create: () => ({
      records: [
        {
          key: null,
          value: null,
          headers: [
            ['dlq_topic', null],
            ['dlq_reason', null],
            ['traceparent', null],
          ],
        },
      ],
    }),
  },
  {
    // A resolution of a real dead letter would be valid: only Orderflow's users of Kafka may write it.
    name: 'foreign resolution of a dead letter that does not exist',
    topics: ['orders.dlq', 'stock.dlq'],
    fate: 'unseen',
    create: () => ({
      records: Array.from({ length: 5 }, (_, n) => ({
        key: null,
        value: null,
        headers: [
          ['dlq_resolves', String(1_000_000_000 + n)],
          ['dlq_resolution', 'replayed'],
        ],
      })),
    }),
  },
  {
    name: 'same id from two sources',
    topics: orders,
    fate: 'handled or dead-lettered',
    create: () => {
      const id = randomUUID();
      return { records: [order({ ce_id: id }), order({ ce_id: id, ce_source: '/another' })] };
    },
  },
  one('upper-case UUIDs', () => order({}, [unknownItem], randomUUID().toUpperCase())),
  one('time in year 1', () => order({ ce_time: '0001-01-01T00:00:00Z' })),
  one('time in year 9999', () => order({ ce_time: '9999-12-31T23:59:59Z' })),
  one('type of 900 kB', () => order({ ce_type: `${'a'.repeat(900_000)}.v1` })),
  one('one product on two lines', () => order({}, [souris(1), souris(2)])),
  {
    name: 'total above INT UNSIGNED',
    topics: ['stock'],
    fate: 'handled or dead-lettered',
    create: () => ({ records: [reservation(5_000_000_000)] }),
  },
  one('tombstone', () => ({ ...order(), value: null }), 'dead-lettered'),
  one(
    'repeated header',
    () => ({ ...order(), headers: [...envelope('order.placed.v1', randomUUID()), ['ce_id', 'b']] }),
    'dead-lettered',
  ),
];

/** Returns kinds of events that every consumer of a topic must find invalid. */
function ordinaryPoison(topic: Topic): HostileKind[] {
  const type = topic === 'orders' ? 'order.placed' : 'stock.reserved';
  const poison = (name: string, version: string, value: string): HostileKind => ({
    name: `${name} in ${topic}`,
    topics: [topic],
    fate: 'dead-lettered',
    create: () => ({ records: [record(version, value)] }),
  });
  return [
    poison('bad JSON', `${type}.v1`, '{"orderId":'),
    poison('invalid data', `${type}.v1`, '{"items":[]}'),
    poison('unknown version', `${type}.v99`, '{}'),
    poison('unknown type', 'order.exploded.v1', '{}'),
  ];
}

function reservation(totalCents: number): HostileRecord {
  const orderId = randomUUID();
  const items = [{ ...souris(1), name: { fr: 'a', en: 'a' }, unitPriceCents: totalCents }];
  const value = JSON.stringify({ orderId, items, totalCents });
  return { key: orderId, value, headers: envelope('stock.reserved.v1', orderId) };
}

function souris(quantity: number) {
  return { productId: 'souris-gaming', quantity };
}
