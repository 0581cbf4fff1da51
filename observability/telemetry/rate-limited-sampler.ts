import type { SpanKind } from '@opentelemetry/api';
import type { ComposableSampler } from '@opentelemetry/sampler-composite';
import type { Sampler } from '@opentelemetry/sdk-trace';

/** 2^56, the number of values of the random part of a trace id. */
const randomValues = 2 ** 56;
const windowMs = 1_000;

/**
 * A sampler of all root spans up to a number per second, and of a random share of them above it. Each span kind has
 * a separate limit; otherwise the frequent polls of a worker would use up the limit of all other spans.
 */
export class RateLimitedSampler implements ComposableSampler {
  readonly #perSecond: number;
  readonly #now: () => number;
  readonly #windows = new Map<SpanKind, { start: number; count: number; before: number }>();

  constructor(perSecond: number, now: () => number) {
    this.#perSecond = perSecond;
    this.#now = now;
  }

  getSamplingIntent(...[, , , kind]: Parameters<Sampler['shouldSample']>) {
    const probability = Math.min(1, this.#perSecond / this.#estimateRate(kind));
    return { threshold: BigInt(Math.round((1 - probability) * randomValues)), thresholdReliable: true };
  }

  /** Counts a span, and estimates the spans of this second: at least those so far, and those of the second before. */
  #estimateRate(kind: SpanKind): number {
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
    return `RateLimitedSampler{${this.#perSecond}/s}`;
  }
}
