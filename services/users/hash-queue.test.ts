import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { HashQueue, TooBusy } from './hash-queue.ts';

const options = { concurrency: 1, maxWaiting: 20, maxWaitingPerClient: 10, maxWaitMs: 60_000 };
const stranger = (name: string) => ({ name, known: false });
const known = (name: string) => ({ name, known: true });

/** Creates a queue that is occupied until `release` is called, and records in which order clients are served. */
function occupied(changed: Partial<typeof options> = {}) {
  const queue = new HashQueue({ ...options, ...changed });
  const { promise, resolve: release } = Promise.withResolvers<void>();
  const first = queue.run(stranger('first'), () => promise);
  const served: string[] = [];
  const add = (client: { name: string; known: boolean }) =>
    queue.run(client, async () => {
      served.push(client.name);
    });
  return { queue, first, release, served, add };
}

describe('the queue of hashes', () => {
  it('serves clients in turns, however many requests one of them sends', async () => {
    const { add, served, release } = occupied();
    const flood = Array.from({ length: 5 }, () => add(stranger('flood')));
    const others = [add(stranger('one')), add(stranger('two')), add(stranger('one'))];
    release();
    await Promise.all([...flood, ...others]);
    assert.deepEqual(served, ['flood', 'one', 'two', 'flood', 'one', 'flood', 'flood', 'flood']);
  });

  it('serves known clients ahead of unknown ones', async () => {
    const { add, served, release } = occupied();
    const all = ['a', 'b', 'c'].map((name) => add(stranger(name)));
    all.push(add(known('customer')));
    release();
    await Promise.all(all);
    assert.deepEqual(served, ['customer', 'a', 'b', 'c']);
  });

  it('refuses a client with too many waiting requests, and unknown clients when too many of them wait', async () => {
    const { add, release } = occupied();
    const flood = Array.from({ length: 10 }, () => add(stranger('flood')));
    await assert.rejects(add(stranger('flood')), TooBusy);
    const many = Array.from({ length: 10 }, (_, n) => add(stranger(`address ${n}`)));
    await assert.rejects(add(stranger('another')), { status: 429 });
    const welcome = add(known('customer'));
    release();
    await Promise.all([...flood, ...many, welcome]);
    await add(stranger('flood'));
  });

  it('refuses a request that has waited too long, and never runs it', async () => {
    const { add, served, first, release } = occupied({ maxWaitMs: 1 });
    await assert.rejects(add(stranger('late')), TooBusy);
    release();
    await first;
    await add(stranger('next'));
    assert.deepEqual(served, ['next']);
  });

  it('passes on the results and errors of the work', async () => {
    const queue = new HashQueue(options);
    assert.equal(await queue.run(known('a'), async () => 1), 1);
    const failure = new Error('wrong hash');
    await assert.rejects(
      queue.run(known('a'), () => Promise.reject(failure)),
      failure,
    );
  });
});
