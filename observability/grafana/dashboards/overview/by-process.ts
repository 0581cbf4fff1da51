import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { selected } from './selectors.ts';

export const byProcessRow = row(
  'Rate, errors, duration by process',
  stacked(
    'Requests',
    'reqps',
    'HTTP responses per second. The shop calls user-, product- and order-service.',
    promql(`job:http_server_requests:rate1m{${selected}}`, '{{job}}'),
  ),
  graph(
    'Failed requests',
    'percentunit',
    'Share of requests that ended with 5xx.',
    promql(`job:http_server_errors:ratio_rate1m{${selected}}`, '{{job}}'),
  ).axisSoftMax(0.01),
  graph(
    'Duration p50',
    's',
    '50 of 100 requests are faster.',
    promql(`job:http_server_request_duration_seconds:quantile_rate1m{${selected},quantile="0.5"}`, '{{job}}'),
  ).span(8),
  graph(
    'Duration p95',
    's',
    '95 of 100 requests are faster.',
    promql(`job:http_server_request_duration_seconds:quantile_rate1m{${selected},quantile="0.95"}`, '{{job}}'),
  ).span(8),
  graph(
    'Duration p99',
    's',
    '99 of 100 requests are faster.',
    promql(`job:http_server_request_duration_seconds:quantile_rate1m{${selected},quantile="0.99"}`, '{{job}}'),
  ).span(8),
);
