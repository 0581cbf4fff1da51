import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'node:test';
import { type Journey, journeyOf } from './journey.ts';
import { stages } from './stages.ts';
import { spansIn, traces } from './trace.ts';

/** Traces that a running stack recorded, reduced to the attributes that the journey uses. */
const recorded = new Map(
  readFileSync(join(import.meta.dirname, 'recorded-traces.jsonl'), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { name: string; response: unknown })
    .map(({ name, response }) => [name, journeyOf(traces.parse(response).data.flatMap(spansIn), [])]),
);

function journey(name: string): Journey {
  const found = recorded.get(name);
  assert.ok(found, name);
  return found;
}

const spent = (name: string, activity: string) =>
  journey(name).answer.spent.find((one) => one.activity === activity)?.ms ?? 0;
/** Returns the number of messages that were sent or handled with a mark. */
const count = (name: string, mark: string, where?: string) =>
  journey(name).hops.filter(
    (hop) => hop.what !== 'queries' && hop.where === (where ?? hop.where) && hop.marks.some((one) => one === mark),
  ).length;

describe('the answer of a recorded trace', () => {
  for (const [name, outcome] of [
    ['confirmed', 'confirmed'],
    ['rejected', 'rejected'],
    ['cancelled', 'confirmed'],
    ['cancellation', 'cancelled'],
    ['retried', 'confirmed'],
    ['set-aside', 'set-aside'],
    ['replayed', 'confirmed'],
  ] as const) {
    it(`${name}: the outcome and a critical path without gaps`, () => {
      const { answer } = journey(name);
      assert.equal(answer.outcome, outcome);
      assert.ok(answer.path.length > 3);
      for (const [n, { from }] of answer.path.entries()) if (n > 0) assert.equal(from, answer.path[n - 1]?.to);
      const sum = answer.spent.reduce((all, { ms }) => all + ms, 0);
      assert.ok(Math.abs(sum - answer.after) < 0.01, `${sum} ${answer.after}`);
    });
  }

  it('confirmed: the order goes from the frontend through both workers and back', () => {
    const path = stages(journey('confirmed').answer.path).filter(({ activity }) => activity === 'working');
    assert.deepEqual(
      path.map(({ where, event }) => [where, event]),
      [
        ['frontend', 'POST /api/orders'],
        ['product-worker', 'order.placed'],
        ['order-worker', 'stock.reserved'],
        ['frontend', 'order.confirmed'],
      ],
    );
    assert.ok(spent('confirmed', 'database') > 0);
    assert.equal(spent('confirmed', 'backoff'), 0);
  });

  it('rejected: the rejection is marked', () => {
    assert.ok(count('rejected', 'rejected') >= 2);
  });

  it('retried: the pauses are back-off', () => {
    const { failures } = journey('retried').answer;
    assert.ok(failures >= 1 && failures <= 4);
    assert.equal(count('retried', 'retried'), failures);
    assert.ok(spent('retried', 'backoff') >= 50 * failures);
  });

  it('set aside: five attempts failed, and the message waits in the dead-letter topic', () => {
    assert.deepEqual(journey('set-aside').answer.failed, {
      process: 'product-worker',
      topic: 'orders.dlq',
      attempts: 5,
    });
    assert.equal(count('set-aside', 'failed'), 5);
    assert.equal(count('set-aside', 'dead-letter'), 1);
  });

  it('replayed: most of the time passed in the dead-letter topic', () => {
    assert.equal(journey('replayed').answer.spent[0]?.activity, 'dead-letter');
    assert.equal(count('replayed', 'replayed', 'product-worker'), 1);
    assert.equal(count('replayed', 'resolved'), 1);
    const drawn = journey('replayed').lanes.filter(({ name }) => name === 'orders.dlq');
    assert.ok(drawn.some(({ bars }) => bars.some(({ activity }) => activity === 'dead-letter')));
  });
});
