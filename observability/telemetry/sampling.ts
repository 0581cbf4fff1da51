import { type Context, isSpanContextValid, TraceFlags, trace } from '@opentelemetry/api';
import { createComposableParentThresholdSampler, createCompositeSampler } from '@opentelemetry/sampler-composite';
import type { Sampler } from '@opentelemetry/sdk-trace';
import { RateLimitedSampler } from './rate-limited-sampler.ts';

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
    getSamplingIntent: (...span) => (hasOnlySampledFlag(span[0]) ? limit : followParent).getSamplingIntent(...span),
    toString: () => `${followParent}`,
  });
}

/**
 * Returns true if the caller set the sampled flag without a decision in the `tracestate`. A request of one of the shop's pages
 * is such a call (incoming-requests.ts), and is sampled like all others.
 */
function hasOnlySampledFlag(context: Context): boolean {
  const parent = trace.getSpanContext(context);
  if (parent === undefined || !isSpanContextValid(parent) || !parent.isRemote) return false;
  const decided = parent.traceState?.get('ot')?.includes('th:') ?? false;
  return !decided && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
}
