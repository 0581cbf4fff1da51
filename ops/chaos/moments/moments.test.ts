import assert from 'node:assert/strict';
import { it } from 'node:test';
import { v5 as uuidv5 } from 'uuid';
import { id, message, state } from '../check/check.testkit.ts';
import { poisonHeader } from '../check/poison.ts';
import { countMoments, missedMoments, type Traces } from './moments.ts';

const eventId = (type: string) => uuidv5(type, id);
const event = (type: string, sentAt: number) => message(type, { headers: { ce_id: eventId(type) }, sentAt });
const record = (group: string, type: string, at: number, ...emitted: string[]) => ({
  group,
  id: eventId(type),
  at,
  emitted: emitted.map(eventId),
});

const ordinary: Traces = {
  messages: [event('order.placed', 100), event('stock.reserved', 210)],
  refused: [],
  records: [record('products', 'order.placed', 200, 'stock.reserved'), record('orders', 'order.placed', 150)],
  state: state(),
  faults: [{ kind: 'kill', target: 'product-worker-2', injectedAt: 500, healedAt: 900 }],
  logged: { chunkRetried: 0, commitRefused: 0 },
};

/** Returns the moments that a change of the traces adds to an ordinary run. */
const met = (change: Partial<Traces>): string[] =>
  countMoments({ ...ordinary, ...change })
    .filter(({ times }) => times > 0)
    .map(({ name }) => name);

it('an ordinary run meets none of the moments', () => {
  assert.deepEqual(met({}), []);
  assert.ok(missedMoments(countMoments(ordinary)).includes('a duplicate that met its record'));
});

it('each moment is recognized', () => {
  const late = [event('order.placed', 100), event('stock.reserved', 600)];
  assert.deepEqual(met({ messages: late }), ['a crash between commit and publishing']);
  const other = { kind: 'kill', target: 'order-worker', injectedAt: 500, healedAt: 900 };
  assert.deepEqual(met({ messages: late, faults: [other] }), []);
  const crash = { kind: 'crash before publishing', target: 'products', injectedAt: 150, healedAt: 500 };
  assert.deepEqual(met({ messages: late, faults: [crash] }), ['a crash between commit and publishing']);
  assert.deepEqual(met({ messages: late, faults: [{ ...crash, healedAt: 700 }] }), []);
  assert.deepEqual(met({ messages: [...ordinary.messages, event('order.placed', 300)] }), [
    'a duplicate that met its record',
  ]);
  const early = [...ordinary.records, record('orders', 'stock.reserved', 140)];
  assert.deepEqual(met({ messages: [], records: early }), ['a stock result before its order']);
  const cancelled = [...ordinary.records, record('orders', 'order.cancellation-requested', 140)];
  assert.deepEqual(met({ records: cancelled }), ['a cancellation before its order']);
  assert.deepEqual(met({ logged: { chunkRetried: 1, commitRefused: 2 } }), [
    'a commit of a zombie refused',
    'a chunk retried message by message',
  ]);
  const replay = message('', { headers: { dlq_resolves: '1', dlq_resolution: 'replayed' } });
  assert.deepEqual(met({ messages: [replay] }), ['a dead letter replayed']);
  const poison = message('', { headers: { [poisonHeader]: 'no envelope' } });
  assert.deepEqual(met({ messages: [poison] }), ['poison: no envelope']);
  const refused = { kind: 'refused-poison', name: '3 MB of JSON, sent with gzip' } as const;
  assert.deepEqual(met({ refused: [refused] }), ['poison: 3 MB of JSON, sent with gzip']);
  const letter = message('', { topic: 'orders.dlq', headers: { ...poison.headers, dlq_group: 'orders' } });
  assert.deepEqual(met({ messages: [letter] }), []);
});
