import { type Context, isSpanContextValid, SpanKind, TraceFlags, trace } from '@opentelemetry/api';
import {
  type ComposableSampler,
  createComposableParentThresholdSampler,
  createCompositeSampler,
} from '@opentelemetry/sampler-composite';
import type { Sampler } from '@opentelemetry/sdk-trace';

/** 2^56: as many values as the random part of a trace id has. */
const values = 2 ** 56;
const windowMs = 1_000;

/** Whether anyone may call this process: then no request's `tracestate` is believed that its trace was decided on. */
export const incomingRequests = { trusted: true };

/**
 * Samples every trace up to a number a second, and above it so many of them by chance. The probability travels in the
 * `tracestate` (OpenTelemetry specification, "TraceState: Probability Sampling"), so that all processes decide alike and
 * what is counted from spans can be scaled up again.
 * @param perSecond traces of one kind of root span that are sampled a second, on average
 * @param now milliseconds
 */
export function createRateLimitedSampler(perSecond: number, now: () => number = Date.now): Sampler {
  const limit = new LimitedSampler(perSecond, now);
  const follow = createComposableParentThresholdSampler(limit);
  return createCompositeSampler({
    // A client may ask for its trace by the sampled flag, but gets no more than others: the flag alone does not count.
    getSamplingIntent: (...span) => (isAsked(span[0], span[3]) ? limit : follow).getSamplingIntent(...span),
    toString: () => `${follow}`,
  });
}

function isAsked(context: Context, kind: SpanKind): boolean {
  const parent = trace.getSpanContext(context);
  if (parent === undefined || !isSpanContextValid(parent) || !parent.isRemote) return false;
  const believed = kind !== SpanKind.SERVER || incomingRequests.trusted;
  const decided = believed && (parent.traceState?.get('ot')?.includes('th:') ?? false);
  return !decided && (parent.traceFlags & TraceFlags.SAMPLED) !== 0;
}

/** Kinds of root spans don't compete: a worker that polls often would leave nothing for the rest. */
class LimitedSampler implements ComposableSampler {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #windows = new Map<SpanKind, { start: number; count: number; before: number }>();

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  getSamplingIntent(...[, , , kind]: Parameters<Sampler['shouldSample']>) {
    const probability = Math.min(1, this.#perSecond / this.#expected(kind));
    return { threshold: BigInt(Math.round((1 - probability) * values)), thresholdReliable: true };
  }

  /** How many there will be in this second, as far as is known. */
  #expected(kind: SpanKind): number {
    const now = this.#now();
    const window = this.#windows.get(kind) ?? { start: now, count: 0, before: 0 };
    const passed = Math.floor((now - window.start) / windowMs);
    if (passed > 0) {
      window.before = passed === 1 ? window.count : 0;
      window.count = 0;
      window.start += passed * windowMs;
    }
    window.count++;
    this.#windows.set(kind, window);
    return Math.max(window.count, window.before);
  }

  toString(): string {
    return `LimitedSampler{${this.#perSecond}/s}`;
  }
}
