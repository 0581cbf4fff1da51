import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { journeyOf } from './journey.ts';
import type { LogLine } from './logs.ts';
import { began, message, span, statement } from './span.testkit.ts';
import type { Span } from './trace.ts';

const spans = [
  // Not sorted by time, as in Jaeger's responses.
  span('work', 'product-worker', 'consumer', [40, 20], {
    parent: 'send',
    attributes: message('orders', 'order.placed', { 'messaging.consumer.group.name': 'products' }),
  }),
  span('post', 'frontend', 'server', [0, 12]),
  span('send', 'frontend', 'producer', [5, 5], { parent: 'post', attributes: message('orders') }),
  span('select', 'product-worker', 'client', [45, 2], { parent: 'work' }),
  span('seen', 'frontend', 'consumer', [9, 1], { parent: 'send', attributes: message('orders', 'order.placed') }),
];

describe('journeyOf', () => {
  it('sorts requests and messages by time, and separates work from waiting', () => {
    const { hops, duration } = journeyOf(spans, []);
    assert.deepEqual(
      hops.map(({ span, what, topic, event, at, waited }) => [span.id, what, topic, event, at, waited?.ms]),
      [
        ['post', 'answers', undefined, undefined, 0, undefined],
        ['send', 'sends', 'orders', undefined, 5, undefined],
        // Received before the producer received the acknowledgment.
        ['seen', 'works', 'orders', 'order.placed', 9, 0],
        ['work', 'works', 'orders', 'order.placed', 40, 30],
      ],
    );
    assert.equal(duration, 60);
  });

  it('returns the lanes in the order of the pipeline, with a sub-lane for each consumer group of a topic', () => {
    const { lanes } = journeyOf(spans, []);
    assert.deepEqual(
      lanes.map(({ name, kind, group, rows, bars }) => [
        name,
        kind,
        group,
        rows,
        bars.map(({ at, duration, activity, row, inner }) => [at, duration, activity, row, inner]),
      ]),
      [
        [
          'frontend',
          'process',
          undefined,
          2,
          [
            [0, 12, 'working', 0, false],
            [5, 5, 'working', 0, true],
            // At the same time as the request, but not a part of it.
            [9, 1, 'working', 1, false],
          ],
        ],
        // A message that did not wait shows that it went through the topic.
        ['orders', 'topic', undefined, 1, [[9, 0, 'kafka', 0, false]]],
        ['orders', 'topic', 'products', 1, [[10, 30, 'kafka', 0, false]]],
        ['product-worker', 'process', undefined, 1, [[40, 20, 'working', 0, false]]],
      ],
    );
  });

  it('draws the pause between attempts at the worker, and the time of a dead letter until its replay', () => {
    const handled = message('orders', 'order.placed', { 'messaging.consumer.group.name': 'products' });
    const { hops, lanes } = journeyOf(
      [
        span('send', 'frontend', 'producer', [0, 5], { attributes: message('orders') }),
        span('first', 'product-worker', 'consumer', [15, 5], { parent: 'send', attributes: handled }),
        span('second', 'product-worker', 'consumer', [120, 5], {
          parent: 'send',
          earlier: ['first'],
          attributes: { ...handled, 'orderflow.attempt': 2, error: true },
        }),
        span('letter', 'product-worker', 'producer', [125, 3], { parent: 'second', attributes: message('orders.dlq') }),
        span('again', 'frontend', 'producer', [1_128, 4], { parent: 'letter', attributes: message('orders') }),
        span('third', 'product-worker', 'consumer', [1_140, 5], {
          parent: 'again',
          earlier: ['second'],
          attributes: handled,
        }),
      ],
      [],
    );
    assert.deepEqual(
      hops.map(({ span, waited, marks, cause }) => [span.id, waited?.pause, waited?.ms, marks, cause]),
      [
        ['send', undefined, undefined, [], undefined],
        ['first', 'kafka', 10, [], 'send'],
        ['second', 'backoff', 100, ['retried', 'failed'], 'first'],
        ['letter', undefined, undefined, ['dead-letter'], 'second'],
        ['again', 'dead-letter', 1_000, [], 'letter'],
        ['third', 'kafka', 8, ['replayed'], 'again'],
      ],
    );
    assert.deepEqual(
      lanes.flatMap(({ name, bars }) =>
        bars.filter(({ activity }) => activity !== 'working').map(({ activity, at }) => [name, activity, at]),
      ),
      [
        ['orders', 'kafka', 5],
        ['orders', 'kafka', 1_132],
        ['product-worker', 'backoff', 20],
        ['orders.dlq', 'dead-letter', 128],
      ],
    );
  });

  it('hides the requests of the pages, which caused no message, unless all are shown', () => {
    const page = [
      ...spans,
      span('get', 'frontend', 'server', [20, 9]),
      span('lookup', 'order-service', 'server', [22, 5], { parent: 'get' }),
      span('read', 'order-service', 'client', [23, 2], { parent: 'lookup', attributes: statement('orders') }),
      span('load', 'browser', 'internal', [21, 300]),
    ];
    const shown = (all: boolean) => journeyOf(page, [], all).hops.map(({ span }) => span.id);
    assert.deepEqual(shown(false), ['post', 'send', 'seen', 'work']);
    assert.equal(journeyOf(page, []).hidden, 4);
    assert.deepEqual(shown(true), ['post', 'send', 'seen', 'get', 'load', 'lookup', 'read', 'work']);
    assert.equal(journeyOf(page, [], true).hidden, 0);
  });

  it('assigns each log line to the hop in which it was written', () => {
    const line = (span: string | undefined, text: string): LogLine => ({
      span,
      text,
      process: '',
      level: 'info',
      at: began,
      fields: {},
    });
    const { hops } = journeyOf(spans, [
      line('work', 'reserved'),
      line('select', 'read'),
      line('unknown', 'lost'),
      line(undefined, 'none'),
    ]);
    assert.deepEqual(
      hops.map(({ span, logs }) => [span.id, logs.map(({ text }) => text)]),
      [
        ['post', []],
        ['send', []],
        ['seen', []],
        ['work', ['reserved', 'read']],
      ],
    );
  });

  it('begins with the action in the browser, and shows database statements', () => {
    const { hops, lanes } = journeyOf(
      [
        span('submit', 'browser', 'internal', [0, 20]),
        span('fetch', 'browser', 'client', [1, 18], { parent: 'submit' }),
        span('post', 'frontend', 'server', [5, 10], { parent: 'fetch' }),
        span('insert', 'order-worker', 'client', [8, 1], {
          parent: 'post',
          attributes: statement('orders'),
        }),
      ],
      [],
    );
    assert.deepEqual(
      hops.map(({ span, what, where, statements }) => [span.id, what, where, statements]),
      [
        ['submit', 'does', 'browser', 0],
        ['fetch', 'asks', 'browser', 0],
        ['post', 'answers', 'frontend', 1],
        ['insert', 'queries', 'mariadb/orders', 0],
      ],
    );
    assert.deepEqual(
      lanes.map(({ name }) => name),
      ['browser', 'frontend', 'mariadb/orders'],
    );
  });

  it('marks hops with retries, failures, dead letters, replays and repetitions', () => {
    const marks = (more: Partial<Span>) =>
      journeyOf([span('a', 'order-worker', 'consumer', [0, 1], more)], []).hops[0]?.marks;
    assert.deepEqual(marks({}), []);
    assert.deepEqual(marks({ attributes: { 'orderflow.attempt': 1 } }), []);
    assert.deepEqual(marks({ attributes: { 'orderflow.attempt': 2, error: true }, earlier: ['b'] }), [
      'retried',
      'failed',
    ]);
    assert.deepEqual(marks({ attributes: { 'orderflow.attempt': 1 }, earlier: ['b'] }), ['replayed']);
    assert.deepEqual(marks({ attributes: { 'orderflow.repeated': true } }), ['repeated']);
    assert.deepEqual(marks({ kind: 'producer', attributes: message('orders.dlq') }), ['dead-letter']);
    const tombstone = message('orders.dlq', undefined, { 'messaging.kafka.message.tombstone': true });
    assert.deepEqual(marks({ kind: 'producer', attributes: tombstone }), ['resolved']);
    assert.deepEqual(marks({ attributes: message('stock', 'stock.rejected') }), ['rejected']);
  });

  it('returns an empty journey if there are no spans', () => {
    const { answer, ...empty } = journeyOf([], []);
    assert.deepEqual(empty, { hops: [], lanes: [], hidden: 0, duration: 0 });
    assert.equal(answer.outcome, 'unknown');
  });
});
