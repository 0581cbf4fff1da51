/** The context of a new trace, for the headers of its first request. */
export interface TraceContext {
  traceId: string;
  /** The value of the `traceparent` header (W3C Trace Context). */
  traceparent: string;
}

/** Returns the context of a new sampled trace. */
export function newTrace(): TraceContext {
  const traceId = hex(32);
  return { traceId, traceparent: `00-${traceId}-${hex(16)}-01` };
}

/** Returns random hex digits. The first one is not 0, because an id of zeros only is invalid. */
const hex = (digits: number): string =>
  `1${Array.from({ length: digits - 1 }, () => Math.floor(Math.random() * 16).toString(16)).join('')}`;
