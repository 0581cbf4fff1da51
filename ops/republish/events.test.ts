import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { v5 as uuidv5 } from 'uuid';
import { decode } from '#events/envelope.ts';
import { parseEvents, toMessage } from './events.ts';

const orderId = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';
const userId = '0191d3a4-7b1c-4d2e-9f00-aabbccddee00';
const items = [{ productId: 'laptop-pro', quantity: 2 }];

describe('events to republish', () => {
  it('may have the names and prices that order-worker has added', () => {
    const priced = items.map((item) => ({ ...item, name: { fr: 'a', en: 'b' }, unitPriceCents: 5 }));
    assert.deepEqual(parseEvents(`${JSON.stringify({ orderId, userId, items: priced })}\n\n`), [
      { type: 'order.placed', data: { orderId, userId, items } },
    ]);
  });

  it('are refused with the line that is invalid', () => {
    const valid = JSON.stringify({ orderId, userId, items });
    assert.throws(() => parseEvents(`${valid}\n{"orderId`), { message: /^line 2: the event: / });
    assert.throws(() => parseEvents(JSON.stringify({ orderId, items })), { message: /^line 1: userId: / });
    assert.throws(() => parseEvents(JSON.stringify({ orderId, userId, items: [{ productId: '', quantity: 1 }] })), {
      message: /^line 1: items\.0\.productId: /,
    });
    assert.throws(() => parseEvents(JSON.stringify({ type: 'order.confirmed', orderId })), {
      message: /^line 1: type: /,
    });
  });

  it('become the event of the frontend, which the workers recognize by source and id', () => {
    assert.deepEqual(republished({ orderId, userId, items }), {
      type: 'order.placed',
      source: '/orderflow/frontend',
      data: { orderId, userId, items },
      id: uuidv5('order.placed', orderId),
    });
  });

  it('can be the request to cancel an order, and the report that it is overdue', () => {
    const cancellation = republished({ type: 'order.cancellation-requested', orderId, userId });
    assert.equal(cancellation.source, '/orderflow/frontend');
    assert.deepEqual(cancellation.data, { orderId, userId });
    assert.equal(republished({ type: 'order.overdue', orderId }).source, '/orderflow/order-worker');
  });
});

/** Returns the event that a worker reads when a line was published. */
function republished(line: object) {
  const [event] = parseEvents(JSON.stringify(line));
  assert.ok(event !== undefined);
  const { topic, message } = toMessage(event);
  assert.equal(topic, 'orders');
  const { headers = {}, value } = message;
  const { time: _, ...decoded } = decode(
    { key: Buffer.from(orderId), value: Buffer.from(String(value)), headers },
    new Date(),
  );
  return decoded;
}
