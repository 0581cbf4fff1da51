import { createTraceState } from '@opentelemetry/api';
import { Problem } from '#platform/http/problem.ts';
import type { Route } from '#platform/http/router.ts';
import { validate } from '#platform/http/validate.ts';
import { createRateLimit, createTotalRateLimit } from '../accounts/rate-limit.ts';
import { refuseCrossSite } from '../accounts/same-site.ts';
import type { Backend } from '../backends/backend.ts';
import { type BrowserSpan, exportRequest } from './otlp.ts';
import type { PageTraces } from './page-traces.ts';
import { forwardedSpans, templates } from './spans.ts';

/** The limit for one browser. */
const perMinute = 300;
/** The limit for all browsers together. */
const totalPerSecond = 50;

/**
 * Forwards the telemetry of browsers to the collector. The browser does not trace these requests (browser/telemetry.ts),
 * because each one would cause another.
 * @param pageTraces recognizes the traces that a browser may add to
 * @param routes the routes of the pages, whose path templates name the spans
 */
export const browserTelemetry = (collector: Backend, pageTraces: PageTraces, routes: readonly Route[]): Route => {
  const templateOf = templates(routes);
  const ofOwnPage = ({ traceId, traceState }: BrowserSpan) =>
    pageTraces.own({ traceId, traceState: createTraceState(traceState) });
  return {
    method: 'post',
    path: '/telemetry',
    before: [refuseCrossSite, createRateLimit(perMinute), createTotalRateLimit(totalPerSecond)],
    handle: async (request, response) => {
      const spans = validate(exportRequest, request.body);
      if (!spans.every(ofOwnPage))
        throw new Problem(400, undefined, { detail: 'A span belongs to no page of this shop.' });
      const body = forwardedSpans(spans, templateOf);
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
