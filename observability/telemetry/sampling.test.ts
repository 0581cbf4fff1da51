import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { type Context, createTraceState, ROOT_CONTEXT, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { SamplingDecision } from '@opentelemetry/sdk-trace';
import fc from 'fast-check';
import { createRateLimitedSampler } from './sampling.ts';

const hex = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'0123456789abcdef'), minLength: length, maxLength: length });
const randomTraceId = () => fc.sample(hex(32), 1)[0] ?? '';

/** Starts `count` root spans per second; returns how many are sampled in each second. */
function countSampled(perSecond: number, count: number, seconds: number, kind = SpanKind.SERVER): number[] {
  let now = 0;
  const sampler = createRateLimitedSampler(perSecond, () => now);
  const random = fc.sample(hex(32), count * seconds);
  return Array.from({ length: seconds }, (_, second) => {
    const decisions = Array.from({ length: count }, (_unused, n) => {
      now = second * 1_000 + (n * 1_000) / count;
      return sampler.shouldSample(ROOT_CONTEXT, random[second * count + n] ?? '', 'x', kind, {}, []);
    });
    return decisions.filter(({ decision }) => decision === SamplingDecision.RECORD_AND_SAMPLED).length;
  });
}

const remote = (traceFlags: TraceFlags, ot?: string): Context =>
  trace.setSpanContext(ROOT_CONTEXT, {
    traceId: 'a'.repeat(32),
    spanId: 'b'.repeat(16),
    traceFlags,
    isRemote: true,
    ...(ot === undefined ? {} : { traceState: createTraceState(`ot=${ot}`) }),
  });

describe('sampling of traces', () => {
  it('samples all traces up to the limit', () => {
    assert.deepEqual(countSampled(100, 100, 5), [100, 100, 100, 100, 100]);
  });

  it('samples about the limit above it, and passes the probability on in the tracestate', () => {
    const [, ...later] = countSampled(100, 5_000, 4);
    for (const count of later) assert.ok(count > 50 && count < 160, `${count} of 5,000`);

    let now = 0;
    const sampler = createRateLimitedSampler(50, () => now);
    for (let n = 0; n < 200; n++) sampler.shouldSample(ROOT_CONTEXT, randomTraceId(), 'x', SpanKind.SERVER, {}, []);
    now = 1_000;
    const kept = sampler.shouldSample(ROOT_CONTEXT, 'f'.repeat(32), 'x', SpanKind.SERVER, {}, []);
    // 50 of 200: three quarters of the random values lie below the threshold
    assert.equal(kept.traceState?.get('ot'), 'th:c');
  });

  it('limits each kind of root span separately', () => {
    const sampler = createRateLimitedSampler(10, () => 0);
    for (let n = 0; n < 1_000; n++)
      sampler.shouldSample(ROOT_CONTEXT, '0'.repeat(32), 'poll', SpanKind.CONSUMER, {}, []);
    const { decision } = sampler.shouldSample(ROOT_CONTEXT, `${'0'.repeat(31)}1`, 'GET', SpanKind.SERVER, {}, []);
    assert.equal(decision, SamplingDecision.RECORD_AND_SAMPLED);
  });

  it('follows the decision of the calling process', () => {
    const sampler = createRateLimitedSampler(0.001, () => 0);
    const decide = (context: Context) => sampler.shouldSample(context, 'a'.repeat(32), 'x', SpanKind.SERVER, {}, []);
    for (let n = 0; n < 10; n++) decide(ROOT_CONTEXT);
    const taken = decide(remote(TraceFlags.SAMPLED, 'th:8'));
    assert.equal(taken.decision, SamplingDecision.RECORD_AND_SAMPLED);
    assert.equal(taken.traceState?.get('ot'), 'th:8');
    assert.equal(
      createRateLimitedSampler(100).shouldSample(remote(TraceFlags.NONE), 'a'.repeat(32), 'x', 1, {}, []).decision,
      0,
    );
  });

  for (const [what, id] of [
    ['the random value that it gets', hex(32)],
    ['no bits of its trace id', fc.constant('f'.repeat(32))],
  ] as const) {
    it(`samples a request that continues the trace of a page according to ${what}`, () => {
      const sampler = createRateLimitedSampler(1, () => 0);
      const decisions = fc
        .sample(fc.tuple(id, hex(14)), 1_000)
        .map(([traceId, rv]) => sampler.shouldSample(remote(TraceFlags.SAMPLED, `rv:${rv}`), traceId, 'x', 1, {}, []));
      const kept = decisions.filter(({ decision }) => decision === SamplingDecision.RECORD_AND_SAMPLED).length;
      assert.ok(kept < 50, `${kept} of 1,000`);
    });
  }
});
