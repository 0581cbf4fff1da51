/** Where a request begins in a trace that is recorded. */
export interface TraceContext {
  traceId: string;
  /** The header (W3C Trace Context). */
  traceparent: string;
}

/** A new trace, marked as sampled. */
export function newTrace(): TraceContext {
  const traceId = hex(32);
  return { traceId, traceparent: `00-${traceId}-${hex(16)}-01` };
}

/** Random, and never all zeros, which would not be an id. */
const hex = (digits: number): string =>
  `1${Array.from({ length: digits - 1 }, () => Math.floor(Math.random() * 16).toString(16)).join('')}`;
