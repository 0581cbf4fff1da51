import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { setTimeout as delay } from 'node:timers/promises';
import { Problem } from '#platform/http/problem.ts';
import { Products } from './products.ts';

const text = { fr: 'Souris', en: 'Mouse' };
const list = (...ids: string[]) => ({
  products: ids.map((id) => ({ id, name: text, description: text, priceCents: 1, available: 1 })),
});
const unavailable = () => Promise.reject(new Problem(503));

let answers: (() => Promise<unknown>)[];
let products: Products;
let requests: number;
let now: number;

async function aSecondLater(): Promise<void> {
  now += 1_001;
  // The cache reads the clock at most once per millisecond.
  await delay(5);
}

beforeEach(() => {
  requests = 0;
  answers = [];
  now = 1_000;
  mock.method(performance, 'now', () => now);
  products = new Products({
    request: () => {
      requests++;
      const answer = answers.shift();
      assert.ok(answer !== undefined, 'product-service is called too often');
      return answer();
    },
  });
});
afterEach(() => mock.restoreAll());

describe('unknown products', () => {
  it('are those that product-service does not have; it is called once a second', async () => {
    answers = [async () => list('a'), async () => list('a', 'b')];
    assert.deepEqual(await products.unknown(['a', 'b']), ['b']);
    assert.deepEqual(await products.unknown(['b']), ['b']);
    assert.equal(requests, 1);
    await aSecondLater();
    assert.deepEqual(await products.unknown(['a', 'b']), []);
    assert.equal(requests, 2);
  });

  it('are none while product-service is unavailable', async () => {
    answers = [unavailable, async () => list('a'), unavailable];
    assert.deepEqual(await products.unknown(['b']), []);
    await aSecondLater();
    assert.deepEqual(await products.unknown(['b']), ['b']);
    await aSecondLater();
    assert.deepEqual(await products.unknown(['a', 'b']), []);
  });

  it('are not waited for by callers that name known products', async () => {
    answers = [async () => list('a'), () => new Promise(() => undefined)];
    await products.unknown(['a']);
    await aSecondLater();
    assert.deepEqual(await products.unknown(['a']), []);
  });
});

describe('recent products', () => {
  const ids = async () => (await products.recent()).map(({ id }) => id);

  it('are at most a second old, for any number of callers', async () => {
    answers = [async () => list('a'), async () => list('a', 'b')];
    assert.deepEqual(await Promise.all([ids(), ids()]), [['a'], ['a']]);
    await aSecondLater();
    assert.deepEqual(await ids(), ['a', 'b']);
    assert.equal(requests, 2);
  });

  it('are as old as the request for them, not as its response', async () => {
    answers = [
      async () => {
        now += 400;
        return list('a');
      },
      async () => list('b'),
    ];
    assert.deepEqual(await ids(), ['a']);
    now += 601;
    await delay(5);
    assert.deepEqual(await ids(), ['b']);
  });

  it('are the last known list while product-service is unavailable, if one is known', async () => {
    answers = [unavailable, async () => list('a'), unavailable, async () => list('b')];
    await assert.rejects(products.recent(), Problem);
    await aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    await aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    await aSecondLater();
    assert.deepEqual(await ids(), ['b']);
  });

  it('are requested once a second while product-service is unavailable', async () => {
    answers = [unavailable, async () => list('a'), unavailable];
    await assert.rejects(products.recent(), Problem);
    await assert.rejects(products.recent(), Problem);
    assert.equal(requests, 1);
    await aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    await aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    assert.deepEqual(await ids(), ['a']);
    assert.equal(requests, 3);
  });
});
