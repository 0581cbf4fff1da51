import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import type { EventData } from './catalog.ts';
import { decode, encode } from './envelope.ts';
import { createEvent, restoreEvent } from './event.ts';
import { Poison } from './poison.ts';

const orderId = '0190f5a0-0000-7000-8000-000000000001';
const data: EventData<'order.placed'> = { orderId, userId: orderId, items: [{ productId: 'laptop-pro', quantity: 2 }] };
const event = createEvent({ type: 'order.placed', data }, new Date('2026-01-02T03:04:05.678Z'));

/** Returns a sent message as kafkajs passes it to a consumer. */
function receivedMessage({ value, headers }: { value: unknown; headers: object }) {
  const buffers = Object.entries(headers).map(([name, text]) => [name, Buffer.from(String(text))]);
  return { value: value === null ? null : Buffer.from(String(value)), headers: Object.fromEntries(buffers) };
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
      'content-type': 'application/json',
    });
  });

  it('is decoded to the encoded event', () => {
    assert.deepEqual(decode(receivedMessage(encode(event) as { value: unknown; headers: object })), event);
  });

  const good = encode(event) as { value: unknown; headers: Record<string, string> };
  const bad: [what: string, reason: string, message: { value: unknown; headers: object }][] = [
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
    ['an additional field', 'invalid-data', { ...good, value: JSON.stringify({ ...data, price: 1 }) }],
  ];
  for (const [what, reason, message] of bad) {
    it(`with ${what} is poison: ${reason}`, () => {
      assert.throws(
        () => decode(receivedMessage(message)),
        (error: unknown) => error instanceof Poison && error.reason === reason,
      );
    });
  }

  it('causes no other error than Poison, regardless of its bytes and headers', () => {
    const headers = fc.dictionary(
      fc.constantFrom('ce_type', 'ce_id', 'ce_time', 'ce_specversion', 'ce_source', 'content-type'),
      fc.oneof(fc.string(), fc.constantFrom('order.placed.v1', '1.0', 'application/json', '2026-01-01T00:00:00Z')),
    );
    fc.assert(
      fc.property(fc.uint8Array(), headers, (bytes, some) => {
        const message = { value: Buffer.from(bytes), headers: receivedMessage({ value: '', headers: some }).headers };
        assert.throws(() => decode(message), Poison);
      }),
    );
  });
});

describe('an event', () => {
  it('has the same id each time it is emitted, and an id different from other events', () => {
    const again = createEvent({ type: 'order.placed', data }, new Date());
    const other = createEvent({ type: 'order.cancellation-requested', data: { orderId, userId: orderId } }, event.time);
    assert.equal(again.id, event.id);
    assert.notEqual(other.id, event.id);
  });

  it('is restored from JSON without a change', () => {
    assert.deepEqual(restoreEvent(JSON.parse(JSON.stringify(event))), event);
  });
});
