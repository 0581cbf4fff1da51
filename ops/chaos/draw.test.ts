import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { drawSettings } from './draw.ts';

const kinds = ['kill', 'freeze', 'poison', 'jam', 'latency', 'reset', 'rewind', 'refuse', 'duplicate', 'partition'];
const seeds = Array.from({ length: 60 }, (_, seed) => seed);
const draw = (complete: boolean) => seeds.map((seed) => drawSettings(seed, { kinds, allKinds: complete, complete }));
const distinct = (values: readonly unknown[]) => new Set(values).size;

describe('the settings of a seed', () => {
  it('are the same for the same seed', () => assert.deepEqual(draw(false), draw(false)));

  it('differ between seeds in each of their parts', () => {
    const drawn = draw(false);
    assert.equal(distinct(drawn.map(({ chunkSize }) => chunkSize)), 4);
    assert.equal(distinct(drawn.map(({ partitions }) => partitions)), 3);
    assert.equal(distinct(drawn.map(({ workers }) => `${workers.products} ${workers.orders}`)), 9);
    assert.ok(distinct(drawn.map(({ turns }) => Object.keys(turns).toSorted().join())) > 30);
    assert.equal(distinct(drawn.map(({ turns }) => turns['kill'])), 4);
  });

  it('draw each part independently of the others and of neighboring seeds', () => {
    const drawn = draw(false);
    assert.equal(distinct(drawn.map(({ chunkSize, partitions }) => `${chunkSize} ${partitions}`)), 12);
    const pairs = drawn.slice(1).map(({ chunkSize }, n) => `${drawn[n]?.chunkSize} ${chunkSize}`);
    assert.ok(distinct(pairs) > 12, 'a chunk size always follows the same one');
  });

  it('of a complete run have every kind, and chunks that can be retried message by message', () => {
    for (const { turns, chunkSize } of draw(true)) {
      assert.deepEqual(Object.keys(turns).toSorted(), kinds.toSorted());
      assert.ok(chunkSize > 1);
    }
  });
});
