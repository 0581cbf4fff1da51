import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readDetails } from './details.ts';
import { journeyOf } from './journey.ts';
import type { Payload } from './payloads.ts';
import { began, message, span } from './span.testkit.ts';
import { visibleTo } from './visible.ts';

const orderId = '11111111-1111-4111-8111-111111111111';
const handled = span('a', 'product-worker', 'consumer', [0, 1], {
  attributes: message('orders', 'order.placed', {
    'messaging.destination.partition.id': '3',
    'messaging.kafka.offset': 17,
    'server.address': '10.0.0.7',
    'db.query.text': 'UPDATE products',
    'otel.status_description': 'Deadlock found',
  }),
});
const line = {
  span: 'a',
  process: 'product-worker',
  level: 'error',
  text: 'message dead-lettered',
  at: began,
  fields: { exception_stacktrace: 'at decide.ts', order_id: orderId, trace_id: 'x' },
};

function details(admin: boolean, payload: Payload | undefined) {
  const [hop] = journeyOf([handled], [line]).hops;
  assert.ok(hop);
  const read = async (position: unknown) => {
    assert.deepEqual(position, { topic: 'orders', partition: 3, offset: 17 });
    return payload;
  };
  return readDetails({ read }, hop, { orderId, admin });
}

const payload = { key: orderId, headers: { ce_id: 'one', dlq_error: 'Deadlock found' }, value: '{}' };

describe('the details of a hop', () => {
  it('contain everything for admins', async () => {
    const { error, attributes, logs, message } = await details(true, payload);
    assert.equal(error, 'Deadlock found');
    assert.ok(attributes.some(([name]) => name === 'db.query.text'));
    assert.deepEqual(logs[0]?.fields, [
      ['exception_stacktrace', 'at decide.ts'],
      ['order_id', orderId],
    ]);
    assert.deepEqual(message, payload);
  });

  it('contain nothing about the machines, and no text of an error, for customers', async () => {
    const { error, attributes, logs, message } = await details(false, payload);
    assert.equal(error, undefined);
    assert.deepEqual(
      attributes.map(([name]) => name),
      [
        'cloudevents.event_type',
        'messaging.destination.name',
        'messaging.destination.partition.id',
        'messaging.kafka.offset',
      ],
    );
    assert.deepEqual(logs[0]?.fields, [['order_id', orderId]]);
    assert.deepEqual(message, { ...payload, headers: { ce_id: 'one' } });
  });

  it('contain no message of another order for customers', async () => {
    const other = { ...payload, key: '22222222-2222-4222-8222-222222222222' };
    assert.equal((await details(false, other)).message, undefined);
    assert.deepEqual((await details(true, other)).message, other);
    assert.equal((await details(false, undefined)).message, 'gone');
  });
});

it('a customer sees no span that names another order', () => {
  const spans = [span('mine', 'a', 'server', [0, 1], { attributes: { 'order.id': orderId } })];
  const others = [span('theirs', 'a', 'server', [0, 1], { attributes: { 'order.id': 'another' } })];
  const unnamed = [span('unnamed', 'a', 'server', [0, 1])];
  const all = [...spans, ...others, ...unnamed];
  assert.deepEqual(visibleTo({ orderId, admin: false }, all), [...spans, ...unnamed]);
  assert.deepEqual(visibleTo({ orderId, admin: true }, all), all);
});
