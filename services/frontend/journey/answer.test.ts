import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import fc from 'fast-check';
import { answerOf } from './answer.ts';
import { began, message, span, statement } from './span.testkit.ts';
import { endOf, type Span } from './trace.ts';

/** The trace of an order that settled: placed, reserved, confirmed, and seen by the frontend. */
const confirmed = [
  span('submit', 'browser', 'internal', [0, 30]),
  span('fetch', 'browser', 'client', [2, 27], { parent: 'submit' }),
  span('post', 'frontend', 'server', [5, 20], { parent: 'fetch' }),
  span('send', 'frontend', 'producer', [10, 5], { parent: 'post', attributes: message('orders') }),
  // The order worker stores the order, but nothing waits for it.
  span('store', 'order-worker', 'consumer', [16, 90], {
    parent: 'send',
    attributes: message('orders', 'order.placed'),
  }),
  span('reserve', 'product-worker', 'consumer', [20, 40], {
    parent: 'send',
    attributes: message('orders', 'order.placed'),
  }),
  span('update', 'product-worker', 'client', [25, 15], { parent: 'reserve', attributes: statement('products') }),
  span('reserved', 'product-worker', 'producer', [50, 5], { parent: 'reserve', attributes: message('stock') }),
  span('confirm', 'order-worker', 'consumer', [65, 30], {
    parent: 'reserved',
    attributes: message('stock', 'stock.reserved'),
  }),
  span('confirmed', 'order-worker', 'producer', [80, 10], { parent: 'confirm', attributes: message('orders') }),
  span('seen', 'frontend', 'consumer', [92, 1], {
    parent: 'confirmed',
    attributes: message('orders', 'order.confirmed'),
  }),
];

const shown = (spans: readonly Span[]) =>
  answerOf(spans).path.map(({ activity, from, to, span }) => [activity, from - began, to - began, span.id]);

describe('answerOf', () => {
  it('is not complete while spans between the request and the outcome are missing', () => {
    const without = (...ids: string[]) => answerOf(confirmed.filter(({ id }) => !ids.includes(id)));
    assert.equal(without('confirmed').outcome, 'confirmed');
    for (const missing of ['send', 'reserve', 'confirm', 'confirmed']) assert.ok(!without(missing).isComplete, missing);
    assert.ok(without('submit', 'fetch').isComplete, 'the browser sends no telemetry');
  });

  it('follows the causes of the outcome back to the visitor, and says where the time went', () => {
    const answer = answerOf(confirmed);
    assert.equal(answer.outcome, 'confirmed');
    assert.equal(answer.after, 93);
    assert.ok(answer.isComplete);
    assert.deepEqual(shown(confirmed), [
      ['browser', 0, 2, 'submit'],
      ['browser', 2, 5, 'fetch'],
      ['working', 5, 10, 'post'],
      ['sending', 10, 15, 'send'],
      ['kafka', 15, 20, 'reserve'],
      ['working', 20, 25, 'reserve'],
      ['database', 25, 40, 'update'],
      ['working', 40, 50, 'reserve'],
      ['sending', 50, 55, 'reserved'],
      ['kafka', 55, 65, 'confirm'],
      ['working', 65, 80, 'confirm'],
      ['sending', 80, 90, 'confirmed'],
      ['kafka', 90, 92, 'seen'],
      ['working', 92, 93, 'seen'],
    ]);
    assert.deepEqual(answer.spent, [
      { activity: 'working', ms: 36 },
      { activity: 'sending', ms: 20 },
      { activity: 'kafka', ms: 17 },
      { activity: 'database', ms: 15 },
      { activity: 'browser', ms: 5 },
    ]);
  });

  it('counts the pauses between attempts as back-off, and the wait for a replay as a dead letter', () => {
    const placed = message('orders', 'order.placed');
    const failing = [
      span('send', 'frontend', 'producer', [0, 5], { attributes: message('orders') }),
      span('first', 'product-worker', 'consumer', [15, 5], { parent: 'send', attributes: placed }),
      span('second', 'product-worker', 'consumer', [120, 5], {
        parent: 'send',
        earlier: ['first'],
        attributes: { ...placed, 'orderflow.attempt': 2 },
      }),
      span('letter', 'product-worker', 'producer', [124, 4], { parent: 'second', attributes: message('orders.dlq') }),
    ];
    const aside = answerOf(failing);
    assert.equal(aside.outcome, 'set-aside');
    assert.deepEqual(aside.failed, { process: 'product-worker', topic: 'orders.dlq', attempts: 2 });
    assert.equal(aside.failures, 1);
    assert.equal(aside.spent.find(({ activity }) => activity === 'backoff')?.ms, 100);
    const tombstone = message('orders.dlq', undefined, { 'messaging.kafka.message.tombstone': true });
    const replayed = [
      ...failing,
      span('again', 'frontend', 'producer', [1_128, 2], { parent: 'letter', attributes: message('orders') }),
      span('resolve', 'frontend', 'producer', [1_131, 2], { parent: 'letter', attributes: tombstone }),
      span('third', 'product-worker', 'consumer', [1_140, 9], {
        parent: 'again',
        earlier: ['second'],
        attributes: placed,
      }),
    ];
    assert.equal(answerOf(replayed).outcome, 'unknown');
    const settled = answerOf([
      ...replayed,
      span('sold', 'product-worker', 'producer', [1_145, 2], { parent: 'third', attributes: message('stock') }),
      span('seen', 'frontend', 'consumer', [1_150, 1], {
        parent: 'sold',
        attributes: message('orders', 'order.confirmed'),
      }),
    ]);
    assert.equal(settled.outcome, 'confirmed');
    assert.equal(settled.spent[0]?.activity, 'dead-letter');
    assert.equal(settled.spent[0]?.ms, 1_000);
    assert.equal(settled.after, 1_151);
  });

  it('knows each outcome, and the earliest if there are several', () => {
    const seen = (event: string, at: number) =>
      span(event, 'frontend', 'consumer', [at, 1], { attributes: message('orders', event) });
    assert.equal(answerOf([seen('order.rejected', 1)]).outcome, 'rejected');
    assert.equal(answerOf([seen('order.expired', 1)]).outcome, 'rejected');
    assert.equal(answerOf([seen('order.cancelled', 9), seen('order.confirmed', 1)]).outcome, 'confirmed');
    assert.equal(answerOf([seen('order.placed', 1)]).outcome, 'unknown');
    assert.equal(answerOf([]).after, 0);
  });

  it('has a critical path without gaps or overlaps for any trace', () => {
    const ids = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'];
    const anySpan = fc.record({
      process: fc.constantFrom('browser', 'frontend', 'product-worker'),
      kind: fc.constantFrom('server', 'client', 'producer', 'consumer', 'internal'),
      at: fc.tuple(fc.integer({ min: 0, max: 1_000 }), fc.integer({ min: 0, max: 300 })),
      parent: fc.option(fc.constantFrom(...ids), { nil: undefined }),
      earlier: fc.array(fc.constantFrom(...ids), { maxLength: 2 }),
      attributes: fc.constantFrom(
        {},
        statement('products'),
        message('orders', 'order.placed', { 'orderflow.attempt': 2 }),
        message('orders.dlq'),
        message('orders', 'order.confirmed'),
      ),
    });
    const traces = fc
      .array(anySpan, { maxLength: ids.length })
      .map((spans) => spans.map(({ process, kind, at, ...more }, n) => span(ids[n] ?? '', process, kind, at, more)));
    fc.assert(
      fc.property(traces, (spans) => {
        const { path, spent, after } = answerOf(spans);
        for (const [n, { from, to }] of path.entries()) {
          assert.ok(from < to);
          if (n > 0) assert.equal(from, path[n - 1]?.to);
        }
        assert.ok(path.every(({ from, to }) => from >= began && to <= Math.max(...spans.map(endOf))));
        assert.ok(Math.abs(spent.reduce((sum, { ms }) => sum + ms, 0) - after) < 0.001);
      }),
    );
  });
});
