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
import { passedOn, templates } from './spans.ts';

const perMinute = 300;
const perSecondOfAll = 50;

/**
 * Passes what browsers tell on to the collector. It traces nothing of itself (telemetry.ts), for it would never end.
 * @param routes those of the pages, whose paths the spans are named by
 */
export const browserTelemetry = (collector: Backend, routes: readonly Route[]): Route => {
  const templateOf = templates(routes);
  return {
    method: 'post',
    path: '/telemetry',
    before: [refuseCrossSite, createRateLimit(perMinute), createTotalRateLimit(perSecondOfAll)],
    handle: async (request, response) => {
      const body = passedOn(validate(exportRequest, request.body), templateOf);
      try {
        response.json(await collector.request('/v1/traces', { method: 'POST', body }));
      } catch (error) {
        if (!(error instanceof Problem) || error.status !== 503) throw error;
        // That the collector is away is said once, by what this process tells it itself.
        response.status(503).set('Retry-After', '2').end();
      }
    },
  };
};

/** Tells the page in which trace it was made: its script goes on with that, and is silent where it is not told. */
export const tellTrace: RequestHandler = (_request, response, next) => {
  response.locals['traceparent'] = traceparent(activeSpanContext());
  next();
};
