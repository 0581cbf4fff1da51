import assert from 'node:assert/strict';
import { it } from 'node:test';
import {
  count,
  dayAndTime,
  decimal,
  duration,
  euros,
  exactDuration,
  list,
  longDuration,
  percent,
  shortTime,
  timeOfDay,
} from './format.ts';

const plain = (text: string) => text.replaceAll(/[\u00a0\u202f]/g, ' ');

it('prices, counts and times follow the conventions of the language', () => {
  assert.equal(plain(euros(129_999, 'fr')), '1 299,99 €');
  assert.equal(euros(129_999, 'en'), '€1,299.99');
  assert.equal(plain(count(1_000_000, 'fr')), '1 000 000');
  assert.equal(count(1_000_000, 'en'), '1,000,000');
  const at = '2026-11-21T13:03:12.045Z';
  assert.equal(plain(dayAndTime(at, 'fr')), '21 novembre 2026 à 14:03');
  assert.equal(dayAndTime(at, 'en'), '21 November 2026 at 14:03');
  assert.match(plain(timeOfDay(at, 'fr')), /^14:03:12,045 UTC\+1$/);
  assert.match(timeOfDay(at, 'en'), /^14:03:12\.045 (CET|GMT\+1|UTC\+1)$/);
  assert.equal(plain(duration(45.4, 'fr')), '45 ms');
  assert.equal(plain(duration(0.2, 'fr')), '<1 ms');
  assert.equal(plain(duration(1_250, 'fr')), '1,3 s');
  assert.equal(plain(duration(1_250, 'en')), '1.3 s');
  assert.equal(shortTime(at, 'fr'), '14:03:12');
  assert.equal(decimal(1.23456, 'fr'), '1,23');
  assert.equal(decimal(0, 'en'), '0');
  assert.equal(plain(percent(0.314, 'fr')), '31 %');
  assert.equal(percent(0.314, 'en'), '31%');
  assert.equal(list(['a', 'b', 'c'], 'fr'), 'a, b et c');
  assert.equal(list(['a', 'b', 'c'], 'en'), 'a, b and c');
  assert.equal(exactDuration(97_429, 'en'), '1m 37s');
  assert.equal(plain(exactDuration(97_429, 'fr')), '1min 37s');
  assert.equal(plain(exactDuration(1_250, 'fr')), '1,3 s');
  assert.equal(exactDuration(7_500_000, 'en'), '2h 5m');
  const long = [0, 59.94, 61, 7_500, 176_400];
  assert.deepEqual(
    long.map((seconds) => plain(longDuration(seconds, 'fr'))),
    ['0 ms', '59,9 s', '1min', '2h 5min', '2j 1h'],
  );
  assert.equal(longDuration(7_500, 'en'), '2h 5m');
});
