import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { decode } from '#events/envelope.ts';
import { parseOrders, toMessage } from './orders.ts';

const orderId = '0191d3a4-7b1c-5d2e-9f00-aabbccddeeff';
const userId = '0191d3a4-7b1c-4d2e-9f00-aabbccddee00';
const items = [{ productId: 'laptop-pro', quantity: 2 }];

describe('orders to republish', () => {
  it('may have the names and prices that order-worker has added', () => {
    const priced = items.map((item) => ({ ...item, name: { fr: 'a', en: 'b' }, unitPriceCents: 5 }));
    assert.deepEqual(parseOrders(`${JSON.stringify({ orderId, userId, items: priced })}\n\n`), [
      { orderId, userId, items },
    ]);
  });

  it('are refused with the line that is invalid', () => {
    const valid = JSON.stringify({ orderId, userId, items });
    assert.throws(() => parseOrders(`${valid}\n{"orderId`), { message: /^line 2: the order: / });
    assert.throws(() => parseOrders(JSON.stringify({ orderId, items })), { message: /^line 1: userId: / });
    assert.throws(() => parseOrders(JSON.stringify({ orderId, userId, items: [{ productId: '', quantity: 1 }] })), {
      message: /^line 1: items\.0\.productId: /,
    });
  });

  it('become the event of the frontend, which the workers recognize by source and id', () => {
    const [order] = parseOrders(JSON.stringify({ orderId, userId, items }));
    assert.ok(order !== undefined);
    const { topic, message } = toMessage(order);
    assert.equal(topic, 'orders');
    const headers = message.headers ?? {};
    const event = decode({ key: Buffer.from(orderId), value: Buffer.from(String(message.value)), headers }, new Date());
    assert.deepEqual([event.type, event.source, event.data], ['order.placed', '/orderflow/frontend', order]);
    assert.equal(event.id, toMessage(order).message.headers?.['ce_id']);
  });
});
