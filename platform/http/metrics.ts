import { metrics } from '@opentelemetry/api';
import { ATTR_HTTP_REQUEST_METHOD } from '@opentelemetry/semantic-conventions';
import { METRIC_HTTP_SERVER_ACTIVE_REQUESTS } from '@opentelemetry/semantic-conventions/incubating';
import type { RequestHandler } from 'express';

/** The methods that become label values; clients may send any others, which count as `_OTHER`. */
const knownMethods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/**
 * Counts requests in flight in the metric of OpenTelemetry's HTTP conventions. instrumentation-http records durations
 * only.
 */
export function countActiveRequests(): RequestHandler {
  const active = metrics.getMeter('orderflow').createUpDownCounter(METRIC_HTTP_SERVER_ACTIVE_REQUESTS, {
    description: 'Requests in flight, including open event streams',
    unit: '{request}',
  });
  return ({ method }, response, next) => {
    const labels = { [ATTR_HTTP_REQUEST_METHOD]: knownMethods.includes(method) ? method : '_OTHER' };
    active.add(1, labels);
    response.once('close', () => active.add(-1, labels));
    next();
  };
}
