import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { describe, it } from 'node:test';
import { createTraceState } from '@opentelemetry/api';
import { PageTraces } from './page-traces.ts';

const page = 'a'.repeat(32);
const other = 'b'.repeat(32);
const traces = new PageTraces('the key of the shop');
const proof = traces.prove(page).replace('orderflow=', '');
const own = (traceId: string, value: string) =>
  traces.own({ traceId, traceState: createTraceState(`orderflow=${value}`) });
const hash = (text: string) => createHash('sha256').update(text).digest('hex').slice(0, 32);

describe('the trace of a page', () => {
  it('is the one in which the page was rendered, or one whose id follows from the proof', () => {
    assert.ok(own(page, proof));
    assert.ok(own(hash(`${proof}-1`), `${proof}-1`));
    assert.ok(own(hash(`${proof}-12`), `${proof}-12`));
  });

  it('is no trace that the page chooses', () => {
    assert.ok(!own(other, proof));
    assert.ok(!own(other, `${proof}-1`));
    assert.ok(!own(page, `${proof}-1`));
    assert.ok(!own(hash(`${proof}-1`), `${proof}-2`));
  });

  it('needs the signature of this shop', () => {
    const forged = new PageTraces('another key').prove(page).replace('orderflow=', '');
    assert.ok(!own(page, forged));
    assert.ok(!own(hash(`${forged}-1`), `${forged}-1`));
    for (const value of [
      '',
      page,
      `${page}-`,
      `${page}-${'0'.repeat(32)}`,
      `${proof}-`,
      `${proof}-x`,
      `${proof}-1-1`,
    ]) {
      assert.ok(!own(page, value), value);
    }
    assert.ok(!traces.own({ traceId: page }));
  });
});
