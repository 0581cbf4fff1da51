import { metrics } from '@opentelemetry/api';
import { ATTR_HTTP_REQUEST_METHOD } from '@opentelemetry/semantic-conventions';
import { METRIC_HTTP_SERVER_ACTIVE_REQUESTS } from '@opentelemetry/semantic-conventions/incubating';
import type { RequestHandler } from 'express';

/** Clients may make up methods: only these are labels. */
const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** Counts the requests in flight, as the semantic conventions for HTTP name it; instrumentation-http has only durations. */
export function countActive(): RequestHandler {
  const active = metrics.getMeter('orderflow').createUpDownCounter(METRIC_HTTP_SERVER_ACTIVE_REQUESTS, {
    description: 'Requests in flight, open event streams included',
    unit: '{request}',
  });
  return ({ method }, response, next) => {
    const labels = { [ATTR_HTTP_REQUEST_METHOD]: methods.includes(method) ? method : '_OTHER' };
    active.add(1, labels);
    response.once('close', () => active.add(-1, labels));
    next();
  };
}
