import { defaultTextMapGetter, propagation, ROOT_CONTEXT, type SpanContext, trace } from '@opentelemetry/api';
import { W3CTraceContextPropagator } from '@opentelemetry/core';

const propagator = new W3CTraceContextPropagator();

/** Returns the W3C `traceparent` of a span, for a header or a database column; null without a span. */
export function traceparent(span: SpanContext | undefined): string | null {
  if (span === undefined) return null;
  const carrier: { traceparent?: string } = {};
  propagation.inject(trace.setSpanContext(ROOT_CONTEXT, span), carrier);
  return carrier.traceparent ?? null;
}

export function parseTraceparent(value: string | null | undefined): SpanContext | undefined {
  return trace.getSpanContext(propagator.extract(ROOT_CONTEXT, { traceparent: value }, defaultTextMapGetter));
}
