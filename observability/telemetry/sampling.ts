import { type Context, isSpanContextValid, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import { createComposableParentThresholdSampler, createCompositeSampler } from '@opentelemetry/sampler-composite';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { RateLimitedSampler } from './rate-limited-sampler.ts';

/** Set `trusted` to false in a process that anyone may call: it then ignores sampling decisions of incoming requests. */
export const incomingRequests = { trusted: true };

/**
 * Creates a sampler that samples all traces up to a number per second, and a random share of them above it.
 *
 * The `tracestate` carries the probability (OpenTelemetry specification, "TraceState: Probability Sampling"). Therefore all
 * processes make the same decision about a trace, and counts of spans can be extrapolated.
 * @param perSecond the average number of sampled traces per second, for each kind of root span
 * @param now returns the time in milliseconds
 */
export function createRateLimitedSampler(perSecond: number, now: () => number = Date.now): Sampler {
  const limit = new RateLimitedSampler(perSecond, now);
  const followParent = createComposableParentThresholdSampler(limit);
  return createCompositeSampler({
    getSamplingIntent: (...span) =>
      (hasOnlySampledFlag(span[0], span[3]) ? limit : followParent).getSamplingIntent(...span),
    toString: () => `${followParent}`,
  });
}

/**
 * Returns true if the caller set the sampled flag without a trusted decision in the `tracestate`. Clients can set the
 * flag on every request, so such requests are sampled like all others.
 */
function hasOnlySampledFlag(context: Context, kind: SpanKind): boolean {
  const parent = trace.getSpanContext(context);
  if (parent === undefined || !isSpanContextValid(parent) || !parent.isRemote) return false;
  const trusted = kind !== SpanKind.SERVER || incomingRequests.trusted;
  const decided = trusted && (parent.traceState?.get('ot')?.includes('th:') ?? false);
  return !decided && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
}
