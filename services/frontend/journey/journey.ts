import { type Answer, answerOf } from './answer.ts';
import { type Hop, hopsOf } from './hops.ts';
import { type Lane, lanesOf } from './lanes.ts';
import type { LogLine } from './logs.ts';
import { withoutOwnRequests } from './own-requests.ts';
import type { Span } from './trace.ts';

/** The path of an order through processes, databases and topics. */
export interface Journey {
  answer: Answer;
  hops: readonly Hop[];
  lanes: readonly Lane[];
  /** The number of hops that are hidden because they belong to the pages of the shop. */
  hidden: number;
  /** Milliseconds from the start of the first hop to the end of the last one. */
  duration: number;
}

/**
 * Builds the journey from the spans and log lines of an order's trace.
 * @param all also shows the requests of the shop's own pages
 */
export function journeyOf(spans: readonly Span[], logs: readonly LogLine[], all = false): Journey {
  const chosen = withoutOwnRequests(spans);
  const hops = hopsOf(all ? spans : chosen, logs);
  return {
    answer: answerOf(chosen),
    hops,
    lanes: lanesOf(hops),
    hidden: hopsOf(spans, []).length - hops.length,
    duration: Math.max(0, ...hops.map(({ at, span }) => at + span.duration)),
  };
}
