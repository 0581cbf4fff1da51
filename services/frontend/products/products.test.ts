import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it, mock } from 'node:test';
import { Problem } from '#platform/http/problem.ts';
import { Catalogue } from './products.ts';

const text = { fr: 'Souris', en: 'Mouse' };
const told = (...ids: string[]) => ({
  products: ids.map((id) => ({ id, name: text, description: text, priceCents: 1, available: 1 })),
});

let answers: (() => Promise<unknown>)[];
let catalogue: Catalogue;
let asked: number;
const aSecondLater = () => mock.timers.tick(1_001);

beforeEach(() => {
  asked = 0;
  answers = [];
  catalogue = new Catalogue({
    request: () => {
      asked++;
      const answer = answers.shift();
      assert.ok(answer !== undefined, 'product-service is asked too often');
      return answer();
    },
  });
  mock.timers.enable({ apis: ['Date'] });
});
afterEach(() => mock.timers.reset());

describe('unknown products', () => {
  it('are those that product-service does not have; it is asked once a second', async () => {
    answers = [async () => told('a'), async () => told('a', 'b')];
    assert.deepEqual(await catalogue.unknown(['a', 'b']), ['b']);
    assert.deepEqual(await catalogue.unknown(['b']), ['b']);
    assert.equal(asked, 1);
    aSecondLater();
    assert.deepEqual(await catalogue.unknown(['a', 'b']), []);
    assert.equal(asked, 2);
  });

  it('are none while product-service is away', async () => {
    answers = [() => Promise.reject(new Problem(503)), async () => told('a'), () => Promise.reject(new Problem(503))];
    assert.deepEqual(await catalogue.unknown(['b']), []);
    aSecondLater();
    assert.deepEqual(await catalogue.unknown(['b']), ['b']);
    aSecondLater();
    assert.deepEqual(await catalogue.unknown(['a', 'b']), []);
  });

  it('make nobody wait who names none', async () => {
    answers = [async () => told('a'), () => new Promise(() => undefined)];
    await catalogue.unknown(['a']);
    aSecondLater();
    assert.deepEqual(await catalogue.unknown(['a']), []);
  });
});

describe('recent products', () => {
  const ids = async () => (await catalogue.recent()).map(({ id }) => id);

  it('are at most a second old, however many ask', async () => {
    answers = [async () => told('a'), async () => told('a', 'b')];
    assert.deepEqual(await Promise.all([ids(), ids()]), [['a'], ['a']]);
    aSecondLater();
    assert.deepEqual(await ids(), ['a', 'b']);
    assert.equal(asked, 2);
  });

  it('are those that were last told while product-service is away, if it ever told', async () => {
    answers = [
      () => Promise.reject(new Problem(503)),
      async () => told('a'),
      () => Promise.reject(new Problem(503)),
      async () => told('b'),
    ];
    await assert.rejects(catalogue.recent(), Problem);
    aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    aSecondLater();
    assert.deepEqual(await ids(), ['a']);
    aSecondLater();
    assert.deepEqual(await ids(), ['b']);
  });
});
