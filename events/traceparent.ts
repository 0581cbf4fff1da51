import { propagation, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';

/** Returns the W3C `traceparent` of a span, for a header or a database column; null without a span. */
export function traceparent(span: SpanContext | undefined): string | null {
  if (span === undefined) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpanContext(ROOT_CONTEXT, span), carrier);
  return carrier.traceparent ?? null;
}

export function parseTraceparent(value: string | null | undefined): SpanContext | undefined {
  return trace.getSpanContext(propagation.extract(ROOT_CONTEXT, { traceparent: value }));
}
