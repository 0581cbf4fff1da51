import assert from 'node:assert/strict';
import { it } from 'node:test';
import { compare } from './compare.ts';
import { journeyOf } from './journey.ts';
import { message, span } from './span.testkit.ts';

/** Returns the journey of an order whose event waited and was handled this long, possibly twice. */
const journey = (waited: number, took: number, more: readonly ReturnType<typeof span>[] = []) =>
  journeyOf(
    [
      span('send', 'frontend', 'producer', [0, 5], { attributes: message('orders') }),
      span('seen', 'frontend', 'consumer', [5 + waited, took], {
        parent: 'send',
        attributes: message('orders', 'order.confirmed'),
      }),
      ...more,
    ],
    [],
  );

it('two journeys are compared by their activities and by the hops that do the same', () => {
  const again = span('again', 'frontend', 'consumer', [90, 4], {
    parent: 'send',
    attributes: message('orders', 'order.confirmed'),
  });
  const only = span('only', 'product-worker', 'consumer', [50, 7], { attributes: message('orders', 'order.placed') });
  const { after, activities, hops } = compare(journey(10, 3, [only]), journey(20, 2, [again]));
  assert.deepEqual(after, { one: 18, other: 27 });
  assert.deepEqual(activities, [
    { activity: 'kafka', one: 10, other: 20 },
    { activity: 'sending', one: 5, other: 5 },
    { activity: 'working', one: 3, other: 2 },
  ]);
  assert.deepEqual(
    hops.map(({ hop, one, other }) => [hop.where, hop.event ?? hop.topic, one, other]),
    [
      ['frontend', 'orders', 5, 5],
      ['frontend', 'order.confirmed', 3, 6],
      ['product-worker', 'order.placed', 7, undefined],
    ],
  );
});
