import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { journeyOf } from './journey.ts';
import type { LogLine } from './logs.ts';
import type { Span } from './trace.ts';

const began = 1_700_000_000_000;

function span(
  id: string,
  process: string,
  kind: string,
  at: [start: number, duration: number],
  more: Partial<Span> = {},
): Span {
  const [start, duration] = at;
  return {
    id,
    process,
    kind,
    name: id,
    parent: undefined,
    start: began + start,
    duration,
    earlier: [],
    attributes: {},
    ...more,
  };
}

const orders = (type?: string) => ({
  'messaging.destination.name': 'orders',
  ...(type !== undefined && { 'cloudevents.event_type': type }),
});
const spans = [
  // Not sorted by time, as in Jaeger's responses.
  span('work', 'product-worker', 'consumer', [40, 20], { parent: 'send', attributes: orders('order.placed.v1') }),
  span('post', 'frontend', 'server', [0, 12]),
  span('send', 'frontend', 'producer', [5, 5], { parent: 'post', attributes: orders() }),
  span('select', 'product-worker', 'client', [45, 2], { parent: 'work' }),
  span('seen', 'frontend', 'consumer', [9, 1], { parent: 'send', attributes: orders('order.placed.v1') }),
];

describe('journeyOf', () => {
  it('sorts requests and messages by time, and separates work from waiting', () => {
    const { hops, duration } = journeyOf(spans, []);
    assert.deepEqual(
      hops.map(({ span, what, topic, event, at, waited }) => [span.id, what, topic, event, at, waited]),
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

  it('returns a lane for each process and topic', () => {
    const { lanes } = journeyOf(spans, []);
    assert.deepEqual(
      lanes.map(({ name, topic, bars }) => [
        name,
        topic,
        bars.map(({ at, duration, waiting }) => [at, duration, waiting]),
      ]),
      [
        [
          'frontend',
          false,
          [
            [0, 12, false],
            [5, 5, false],
            [9, 1, false],
          ],
        ],
        [
          'orders',
          true,
          [
            [9, 0, true],
            [10, 30, true],
          ],
        ],
        ['product-worker', false, [[40, 20, false]]],
      ],
    );
  });

  it('assigns each log line to the hop in which it was written', () => {
    const line = (span: string | undefined, text: string): LogLine => ({
      span,
      text,
      process: '',
      level: 'info',
      at: began,
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
          attributes: { 'db.system.name': 'mysql', 'db.namespace': 'orders' },
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
    assert.deepEqual(marks({ attributes: { 'messaging.destination.name': 'orders.dlq' } }), ['dead-letter']);
  });

  it('returns an empty journey if there are no spans', () => {
    assert.deepEqual(journeyOf([], []), { hops: [], lanes: [], duration: 0 });
  });
});
