import type { RequestHandler } from 'express';
import { activeSpanContext } from '#events/trace.ts';
import { traceparent } from '#events/traceparent.ts';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { createRateLimit, createTotalRateLimit } from '../accounts/rate-limit.ts';
import { refuseCrossSite } from '../accounts/same-site.ts';
import type { Backend } from '../backends/backend.ts';
import { exportRequest } from './otlp.ts';
import { forwardedSpans, templates } from './spans.ts';

/** The limit for one browser. */
const perMinute = 300;
/** The limit for all browsers together. */
const totalPerSecond = 50;

/**
 * Forwards the telemetry of browsers to the collector. The browser does not trace these requests (browser/telemetry.ts),
 * because each one would cause another.
 * @param routes the routes of the pages, whose path templates name the spans
 */
export const browserTelemetry = (collector: Backend, routes: readonly Route[]): Route => {
  const templateOf = templates(routes);
  return {
    method: 'post',
    path: '/telemetry',
    before: [refuseCrossSite, createRateLimit(perMinute), createTotalRateLimit(totalPerSecond)],
    handle: async (request, response) => {
      const body = forwardedSpans(validate(exportRequest, request.body), templateOf);
      try {
        response.json(await collector.request('/v1/traces', { method: 'POST', body }));
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 503) throw error;
        // The telemetry of this process already reports that the collector is unavailable.
        response.status(503).set('Retry-After', '2').end();
      }
    },
  };
};

/** Passes the page its `traceparent`, so that its script continues the trace. Without one, the script sends no telemetry. */
export const exposeTraceparent: RequestHandler = (_request, response, next) => {
  response.locals['traceparent'] = traceparent(activeSpanContext());
  next();
};
