import { createRequire } from 'node:module';
import fc from 'fast-check';
import type { KafkaMessage, Message } from 'kafkajs';
import type { EventData } from './catalog.ts';
import { encode } from './envelope.ts';
import { createEvent } from './event.ts';

/** A record that a foreign client may write to a topic. A header may have no value, any name, and occur several times. */
export interface ForeignRecord {
  key: Buffer | null;
  value: Buffer | null;
  headers: readonly [name: string, value: Buffer | null][];
}

// The parts of kafkajs that write and read a record.
const require = createRequire(import.meta.url);
const protocol = 'kafkajs/src/protocol';
const createRecord: (message: Message) => { buffer: Buffer } = require(`${protocol}/recordBatch/record/v0`);
const readRecord: (decoder: unknown, batch: object) => KafkaMessage = require(
  `${protocol}/recordBatch/record/v0/decoder`,
);
const Decoder: new (buffer: Buffer) => { readVarInt(): number } = require(`${protocol}/decoder`);

/** Returns the bytes of a record in a request. */
export const recordBytes = (message: Message): Buffer => createRecord(message).buffer;

/** Returns a message as kafkajs passes it to a consumer. */
export function received(message: Message): KafkaMessage {
  const decoder = new Decoder(recordBytes(message));
  decoder.readVarInt();
  return readRecord(decoder, { firstOffset: '7', firstTimestamp: '0', magicByte: 2 });
}

/** Returns a record as kafkajs sends it. */
export function sent({ key, value, headers }: ForeignRecord): Message {
  const byName = Map.groupBy(headers, ([name]) => name);
  const values = [...byName].map(([name, same]) => [name, same.map(([, one]) => one)]);
  return { key, value, headers: Object.fromEntries(values) };
}

const orderId = '0190f5a0-0000-7000-8000-000000000001';
const data: EventData<'order.placed'> = { orderId, userId: orderId, items: [{ productId: 'laptop-pro', quantity: 2 }] };
const event = encode(createEvent({ type: 'order.placed', data }, new Date()));
const goodHeaders = Object.entries(event.headers).map(([name, value]): [string, Buffer] => [
  name,
  Buffer.from(String(value)),
]);

const traceparent = '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01';
const names = fc.oneof(
  fc.constantFrom('constructor', '__proto__', 'toString', 'hasOwnProperty', '', 'dlq_resolves', 'dlq_topic'),
  fc.constantFrom('traceparent', 'tracestate', 'baggage', 'orderflow_attempt', ...Object.keys(event.headers)),
  fc.string({ unit: 'binary' }),
);
const bytes = fc.oneof(
  { weight: 8, arbitrary: fc.constant(null) },
  { weight: 8, arbitrary: fc.uint8Array({ maxLength: 50 }).map((some) => Buffer.from(some)) },
  { weight: 8, arbitrary: fc.string().map((some) => Buffer.from(some)) },
  { weight: 8, arbitrary: fc.constantFrom(traceparent, '1.0').map((some) => Buffer.from(some)) },
  { weight: 1, arbitrary: fc.constantFrom(300, 70_000, 3_000_000).map((size) => Buffer.alloc(size, 'x')) },
);

/** Any record, most of them similar to an event. */
export const foreignRecord: fc.Arbitrary<ForeignRecord> = fc
  .record({
    key: fc.oneof(fc.constant(Buffer.from(orderId)), bytes),
    value: fc.oneof(fc.constant(Buffer.from(String(event.value))), bytes),
    good: fc.subarray(goodHeaders),
    foreign: fc.array(fc.tuple(names, bytes), { maxLength: 5 }),
  })
  .map(({ key, value, good, foreign }) => ({ key, value, headers: [...good, ...foreign] }));
