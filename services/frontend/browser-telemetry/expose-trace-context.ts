import type { RequestHandler } from 'express';
import { activeSpanContext } from '#events/trace.ts';
import { traceparent } from '#events/traceparent.ts';
import type { PageTraces } from './page-traces.ts';

/**
 * Creates middleware that passes the page its `traceparent`, so that its script continues the trace, and the `tracestate` that
 * proves it. Without them, the script sends no telemetry.
 */
export const exposeTraceContext =
  (pageTraces: PageTraces): RequestHandler =>
  (_request, response, next) => {
    const span = activeSpanContext();
    response.locals['traceparent'] = traceparent(span);
    response.locals['tracestate'] = span && pageTraces.prove(span.traceId);
    next();
  };
