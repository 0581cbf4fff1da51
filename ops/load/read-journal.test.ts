import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import type { Note } from '../../loadtest/journal.ts';
import { findIn } from './read-journal.ts';

const accepted = (orderId: string): Note => ({ accepted: { orderId, traceId: `trace of ${orderId}` } });
const found = (...ids: string[]): Note => ({ found: ids.map((orderId) => ({ orderId, status: 'confirmed' })) });
const outcome: Note = {
  outcome: { accepted: 3, settled: {}, slowest: [], verdict: { missing: 0, unexpected: 0, unsettled: 0 } },
};
const read = (...notes: Note[]) => findIn(notes.map((note) => JSON.stringify(note)));

describe('the journal', () => {
  it('names accepted orders that the server does not have, even if the counts agree', async () => {
    const { lost } = await read(accepted('a'), accepted('b'), accepted('c'), found('a', 'x', 'c'), outcome);
    assert.deepEqual(lost, [{ orderId: 'b', traceId: 'trace of b' }]);
  });

  it('reports no lost order if the server has all of them, or if they were not checked', async () => {
    assert.deepEqual((await read(accepted('a'), found('a'), outcome)).lost, []);
    assert.deepEqual((await read(accepted('a'))).lost, []);
  });

  it('has the five slowest requests of all users, the slowest first', async () => {
    const slow = [3, 9, 1, 7, 5, 8].map((ms): Note => ({ slow: { name: 'order', ms, traceId: String(ms) } }));
    assert.deepEqual(
      (await read(...slow)).slowest.map(({ ms }) => ms),
      [9, 8, 7, 5, 3],
    );
  });
});
