import assert from 'node:assert/strict';
import { test } from 'node:test';
import { intoIndex, intoRunbook } from './times.ts';

const times = { detected: 34, recovered: 71, day: '2026-01-31', machine: '2 cores, load 0.5' };

test('the times of a drill replace the times of the previous one', () => {
  const expected = 'detected after 34 s, recovered after 71 s (2026-01-31, 2 cores, load 0.5)';
  const page = (measured: string) => `## Drill\n\nHeal it.\n\nLast measured: ${measured}.\n`;
  assert.equal(intoRunbook(page('not yet measured'), times), page(expected));
  assert.equal(
    intoRunbook(page('detected after 9 s, recovered after 8 s (2025-01-01, 64 cores)'), times),
    page(expected),
  );
  assert.throws(() => intoRunbook('## Drill\n', times), /no line of the page/);
});

test('the times of a drill are in the row of its alert', () => {
  const index = (kafka: string) =>
    `| alert | severity | means | detected | recovered |\n|---|---|---|---|---|\n` +
    `| [KafkaDown](KafkaDown.md) | critical | none: orders | ${kafka} |\n` +
    `| [Kafka](Kafka.md) | critical | none | not yet measured | not yet measured |\n`;
  assert.equal(intoIndex(index('not yet measured | not yet measured'), 'KafkaDown', times), index('34 s | 71 s'));
  assert.throws(() => intoIndex(index('1 s | 1 s'), 'Down', times), /no line of the page/);
});
