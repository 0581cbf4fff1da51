import { type Hop, hopsOf } from './hops.ts';
import { type Lane, lanesOf } from './lanes.ts';
import type { LogLine } from './logs.ts';
import type { Span } from './trace.ts';

/** The path of an order through processes, databases and topics. */
export interface Journey {
  hops: readonly Hop[];
  lanes: readonly Lane[];
  /** Milliseconds from the start of the first hop to the end of the last one. */
  duration: number;
}

/** Builds the journey from the spans and log lines of an order's trace. */
export function journeyOf(spans: readonly Span[], logs: readonly LogLine[]): Journey {
  const hops = hopsOf(spans, logs);
  return {
    hops,
    lanes: lanesOf(hops),
    duration: Math.max(0, ...hops.map(({ at, span }) => at + span.duration)),
  };
}
