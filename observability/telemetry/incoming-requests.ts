import { randomBytes } from 'node:crypto';
import { type IncomingMessage, ServerResponse } from 'node:http';
import {
  type Span as ApiSpan,
  type Context,
  createContextKey,
  createTraceState,
  type SpanContext,
  type TextMapGetter,
  TraceFlags,
  trace,
} from '@opentelemetry/api';
import { CompositePropagator, W3CTraceContextPropagator } from '@opentelemetry/core';
import type { Span, SpanProcessor } from '@opentelemetry/sdk-trace';
import { OrderBaggagePropagator } from './order-baggage.ts';

/**
 * The part of a caller's trace context that a process believes:
 *
 * - `nothing`: the request begins a new trace, which links to the span of the caller
 * - `trace`: the request continues the trace of the caller, but this process decides about sampling
 * - `everything`: also the sampling decision and the order id
 */
type Belief = 'nothing' | 'trace' | 'everything';

/**
 * Decides what this process believes of an incoming request. Anybody may call a process, so it believes nothing by default.
 * A server that only other processes of Orderflow can reach sets `belief` to `everything`.
 */
export const incomingRequests: { belief: (caller: SpanContext) => Belief } = { belief: () => 'nothing' };

const callerKey = createContextKey('the span context of a caller who is not believed');

/**
 * The propagator of requests between processes. Messages have their own rules (events/trace.ts), because only processes of
 * Orderflow may write them.
 */
export class RequestPropagator extends CompositePropagator {
  constructor() {
    super({ propagators: [new W3CTraceContextPropagator(), new OrderBaggagePropagator()] });
  }

  override extract(context: Context, carrier: unknown, getter: TextMapGetter): Context {
    const sent = super.extract(context, carrier, getter);
    const caller = trace.getSpanContext(sent);
    if (caller === undefined) return context;
    const belief = incomingRequests.belief(caller);
    if (belief === 'everything') return sent;
    const { traceId, spanId } = caller;
    const ids = { traceId, spanId, traceFlags: TraceFlags.SAMPLED, isRemote: true };
    if (belief === 'nothing') return context.setValue(callerKey, ids);
    // The caller chose the trace id, so this process chooses the random value that decides about sampling.
    const traceState = createTraceState(`ot=rv:${randomBytes(7).toString('hex')}`);
    return trace.setSpanContext(context, { ...ids, traceState });
  }
}

/** A span processor that links the first span of a request to the span of a caller who is not believed. */
export class CallerLinkProcessor implements SpanProcessor {
  onStart(span: Span, parent: Context): void {
    const caller = parent.getValue(callerKey) as SpanContext | undefined;
    if (caller !== undefined && span.parentSpanContext === undefined) span.addLink({ context: caller });
  }
  onEnd(): void {}
  async forceFlush(): Promise<void> {}
  async shutdown(): Promise<void> {}
}

/**
 * Sets the header `traceresponse` (draft of W3C Trace Context, Level 2). It tells callers who are not believed the trace of
 * their request.
 */
export function nameTrace(span: ApiSpan, response: IncomingMessage | ServerResponse): void {
  if (!(response instanceof ServerResponse)) return;
  const { traceId, spanId, traceFlags } = span.spanContext();
  response.setHeader('traceresponse', `00-${traceId}-${spanId}-0${traceFlags}`);
}
