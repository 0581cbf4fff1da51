import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { EventData } from './catalog.ts';
import { decode, encode } from './envelope.ts';
import { createEvent } from './event.ts';
import { Poison } from './poison.ts';

const orderId = '0190f5a0-0000-7000-8000-000000000001';
const data: EventData<'order.placed'> = { orderId, userId: orderId, items: [{ productId: 'laptop-pro', quantity: 2 }] };
const event = createEvent({ type: 'order.placed', data }, new Date('2026-01-02T03:04:05.678Z'));

interface SentMessage {
  key: string | null;
  value: string | null;
  headers: Record<string, string | null | string[]>;
}

const receivedAt = new Date('2026-01-02T03:04:06Z');
const buffer = (text: string | null) => (text === null ? null : Buffer.from(text));

/** Decodes a sent message in the form in which kafkajs passes it to a consumer. */
function decodeSent({ key, value, headers }: SentMessage) {
  const buffers = Object.entries(headers).map(([name, text]) => [
    name,
    Array.isArray(text) ? text.map(buffer) : buffer(text),
  ]);
  return decode({ key: buffer(key), value: buffer(value), headers: Object.fromEntries(buffers) }, receivedAt);
}

describe('an envelope', () => {
  it('follows CloudEvents 1.0 in binary mode, with the order id as key', () => {
    const { key, value, headers } = encode(event);
    assert.equal(key, orderId);
    assert.deepEqual(JSON.parse(String(value)), data);
    assert.deepEqual(headers, {
      ce_specversion: '1.0',
      ce_id: event.id,
      ce_type: 'order.placed.v1',
      ce_source: event.source,
      ce_time: '2026-01-02T03:04:05.678Z',
      ce_subject: orderId,
      ce_dataschema: 'http://127.0.0.1:5000/schemas/order.placed.v1.json',
      ce_correlationid: orderId,
      'content-type': 'application/json',
    });
  });

  it('is decoded to the encoded event', () => {
    assert.deepEqual(decodeSent(good), event);
  });

  const good = encode(event) as SentMessage;
  const withHeader = (header: SentMessage['headers']) => ({ ...good, headers: { ...good.headers, ...header } });
  const withData = (change: object) => ({ ...good, value: JSON.stringify({ ...data, ...change }) });

  for (const [what, message] of [
    ['ids in upper case', { ...withData({ orderId: orderId.toUpperCase() }), key: orderId.toUpperCase() }],
    ['a field that a newer version may have added', withData({ price: 1 })],
    ['a subject in upper case', withHeader({ ce_subject: orderId.toUpperCase() })],
    ['a subject without a value', withHeader({ ce_subject: null })],
    ['a repeated subject', withHeader({ ce_subject: [orderId, 'another'] })],
    ['headers of any names', withHeader({ constructor: 'x', ['__proto__']: null, toString: ['x', 'y'] })],
  ] as const satisfies [string, SentMessage][]) {
    it(`with ${what} is decoded to the same event`, () => {
      assert.deepEqual(decodeSent(message), event);
    });
  }

  const bad: [what: string, reason: string, message: SentMessage][] = [
    ['no type', 'invalid-envelope', { ...good, headers: {} }],
    ['no id', 'invalid-envelope', { ...good, headers: { ...good.headers, ce_id: '' } }],
    ['an invalid time', 'invalid-envelope', { ...good, headers: { ...good.headers, ce_time: 'now' } }],
    [
      'another content type',
      'invalid-envelope',
      { ...good, headers: { ...good.headers, 'content-type': 'text/plain' } },
    ],
    ['a type without version', 'unknown-type', { ...good, headers: { ...good.headers, ce_type: 'order.placed' } }],
    ['an unknown type', 'unknown-type', { ...good, headers: { ...good.headers, ce_type: 'order.lost.v1' } }],
    [
      'the name of an inherited property as type',
      'unknown-type',
      { ...good, headers: { ...good.headers, ce_type: 'toString.v1' } },
    ],
    ['a later version', 'unknown-version', { ...good, headers: { ...good.headers, ce_type: 'order.placed.v2' } }],
    ['no value', 'invalid-json', { ...good, value: null }],
    ['incomplete JSON', 'invalid-json', { ...good, value: '{"orderId"' }],
    ['a value that is no object', 'invalid-data', { ...good, value: '[]' }],
    ['no items', 'invalid-data', { ...good, value: JSON.stringify({ ...data, items: [] }) }],
    [
      'a quantity of 0',
      'invalid-data',
      { ...good, value: JSON.stringify({ ...data, items: [{ productId: 'x', quantity: 0 }] }) },
    ],
    ['an id without a value', 'invalid-envelope', withHeader({ ce_id: null })],
    ['a repeated id', 'invalid-envelope', withHeader({ ce_id: ['1', '2'] })],
    ['a type without a value', 'invalid-envelope', withHeader({ ce_type: null })],
    ['a time of the year 1', 'invalid-envelope', withHeader({ ce_time: '0001-01-01T00:00:00Z' })],
    ['a time of the year 9999', 'invalid-envelope', withHeader({ ce_time: '9999-12-31T23:59:59Z' })],
    ['a long time', 'invalid-envelope', withHeader({ ce_time: `2026-01-01T00:00:00.${'0'.repeat(900_000)}Z` })],
    ['a long type', 'unknown-type', withHeader({ ce_type: `${'order.placed'.repeat(75_000)}.v1` })],
    ['a long source', 'invalid-envelope', withHeader({ ce_source: '/'.repeat(256) })],
    ['another version of the same number', 'unknown-version', withHeader({ ce_type: 'order.placed.v01' })],
    ['the subject of another order', 'invalid-envelope', withHeader({ ce_subject: event.id })],
    ['the key of another order', 'invalid-envelope', { ...good, key: event.id }],
    ['no key', 'invalid-envelope', { ...good, key: null }],
    ['a long value', 'invalid-data', { ...good, value: JSON.stringify({ items: Array(200_000).fill(0) }) }],
    ['a product id that is no Unicode', 'invalid-data', withData({ items: [{ productId: '\ud800', quantity: 1 }] })],
  ];
  for (const [what, reason, message] of bad) {
    it(`with ${what} is poison: ${reason}`, () => {
      assert.throws(
        () => decodeSent(message),
        (error: unknown) => error instanceof Poison && error.reason === reason && error.message.length <= 500,
      );
    });
  }

  it('has prices that add up', () => {
    const name = { fr: 'Portable', en: 'Laptop' };
    const items = [{ productId: 'laptop-pro', name, quantity: 100, unitPriceCents: 180_000 }];
    const details = { orderId, userId: orderId, items, totalCents: 18_000_000, placedAt: event.time.toISOString() };
    const message = encode(createEvent({ type: 'order.confirmed', data: details }, event.time)) as SentMessage;
    const confirmed = (totalCents: number) => ({ ...message, value: JSON.stringify({ ...details, totalCents }) });
    assert.equal(decodeSent(confirmed(18_000_000)).type, 'order.confirmed');
    assert.throws(() => decodeSent(confirmed(0)), { message: 'totalCents: must be the sum of the prices' });
  });
});

describe('an event', () => {
  it('has the same id each time it is emitted, and an id different from other events', () => {
    const again = createEvent({ type: 'order.placed', data }, new Date());
    const other = createEvent({ type: 'order.cancellation-requested', data: { orderId, userId: orderId } }, event.time);
    assert.equal(again.id, event.id);
    assert.notEqual(other.id, event.id);
  });
});
