import fc from 'fast-check';
import { catalog } from '#events/catalog.ts';
import { hostileKinds } from '../../hostile/kinds.ts';
import { codecs, envelope, type HostileBatch, type HostileRecord } from '../../hostile/record.ts';
import { hostileText, octets } from '../hostile-text.ts';

/** A batch and the partition to send it to. */
export interface FuzzedBatch {
  topic: string;
  partition: number;
  batch: HostileBatch;
}

type Header = HostileRecord['headers'][number];

const bytes = (text: fc.Arbitrary<string>): fc.Arbitrary<Buffer> => text.map((one) => Buffer.from(one, 'latin1'));
const rarely = <T>(rare: fc.Arbitrary<T>, usual: fc.Arbitrary<T>, weight = 6): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: rare });

const types = [
  ...Object.keys(catalog).map((type) => `${type}.v1`),
  'order.placed.v2',
  'order.placed',
  'constructor.v1',
  '.v1',
];
const item = fc.record({
  productId: fc.constantFrom('souris-gaming', 'nothing', '__proto__', 'x'.repeat(64)),
  quantity: rarely<unknown>(fc.constantFrom(0, -1, 1.5, 2 ** 60, '1', null), fc.integer({ min: 1, max: 3 })),
});
const data = fc.record(
  {
    orderId: rarely(fc.string(), fc.uuid()),
    userId: rarely(fc.string(), fc.uuid()),
    items: fc.array(item, { maxLength: 3 }),
    totalCents: fc.nat(),
    reason: fc.constantFrom('insufficient-stock', 'unknown-product', 'boredom'),
    extra: fc.jsonValue({ maxDepth: 3 }),
  },
  { requiredKeys: ['orderId'], noNullPrototype: true },
);
const placed = fc.record(
  { orderId: fc.uuid(), userId: fc.uuid(), items: fc.array(item, { minLength: 1, maxLength: 3 }) },
  { noNullPrototype: true },
);

const value: fc.Arbitrary<string | Buffer | null> = fc.oneof(
  { weight: 6, arbitrary: placed.map((order) => JSON.stringify(order)) },
  { weight: 4, arbitrary: data.map((one) => JSON.stringify(one)) },
  { weight: 2, arbitrary: fc.json() },
  { weight: 2, arbitrary: bytes(octets(200)) },
  {
    weight: 1,
    arbitrary: fc.constantFrom(null, '', '{', '[]', 'null', '['.repeat(20_000), '\ufeff{}', 'x'.repeat(100_000)),
  },
);

/** Generates headers with unknown names. Some are huge, or named like properties of every object. */
const extraHeader: fc.Arbitrary<Header> = fc.tuple(
  fc.oneof(
    fc.string({ unit: 'binary', maxLength: 20 }),
    fc.constantFrom(
      'constructor',
      '__proto__',
      'toString',
      '',
      'traceparent',
      'baggage',
      'dlq_topic',
      'dlq_resolves',
      'dlq_offset',
    ),
  ),
  fc.oneof(fc.constant(null), bytes(hostileText), fc.constant('x'.repeat(50_000))),
);

/** Returns a generator of changed envelopes: some headers are removed, null, repeated or replaced. */
const changed = (headers: readonly Header[]): fc.Arbitrary<Header[]> =>
  fc
    .tuple(...headers.map((header) => rarely(changedHeader(header), fc.constant([header]), 14)))
    .map((lists) => lists.flat());

const changedHeader = (header: Header): fc.Arbitrary<Header[]> =>
  fc.oneof(
    fc.constantFrom<Header[]>([], [[header[0], null]], [header, header]),
    bytes(hostileText).map((other): Header[] => [[header[0], other]]),
    fc
      .constantFrom('0001-01-01T00:00:00Z', '9999-12-31T23:59:59Z', '2026-02-30T00:00:00Z')
      .map((time): Header[] => [[header[0], time]]),
  );

const day = 24 * 60 * 60 * 1_000;

const record: fc.Arbitrary<HostileRecord> = fc
  .record({
    type: fc.constantFrom('order.placed.v1', 'order.placed.v1', ...types),
    id: fc.uuid(),
    value,
    key: rarely<string | Buffer | null>(fc.oneof(fc.constant(null), bytes(octets(40))), fc.uuid()),
    extra: rarely<Header[]>(fc.array(extraHeader, { maxLength: 4 }), fc.constant([])),
    bare: rarely(fc.constant(true), fc.constant(false), 20),
    age: rarely(fc.integer({ min: 0, max: 6 * day }), fc.constant(0)),
  })
  .chain(({ type, id, value: content, key, extra, bare, age }) =>
    changed(bare ? [] : envelope(type, id, { ce_id: id })).map((headers) => ({
      key,
      value: content,
      headers: [...headers, ...extra],
      ...(age > 0 && { timestamp: Date.now() - age }),
    })),
  );

const batch: fc.Arbitrary<HostileBatch> = fc.record({
  records: fc.array(record, { minLength: 1, maxLength: 15 }),
  codec: fc.constantFrom('none', ...codecs),
  transaction: rarely(fc.constantFrom('committed' as const, 'aborted' as const), fc.constant(undefined), 12),
}) as fc.Arbitrary<HostileBatch>;

/**
 * Returns a generator of batches of any records, for any of these partitions. Some batches are of the kinds that have broken
 * Kafka clients.
 */
export const fuzzedBatch = (partitions: readonly Omit<FuzzedBatch, 'batch'>[]): fc.Arbitrary<FuzzedBatch> =>
  fc
    .record({
      to: fc.constantFrom(...partitions),
      batch: rarely(
        fc.constantFrom(...hostileKinds).map((kind) => kind.create()),
        batch,
        30,
      ),
    })
    .map(({ to, batch: content }) => ({ ...to, batch: content }));
