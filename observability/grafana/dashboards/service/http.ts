import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { quantile, selected } from './selectors.ts';

const requests = 'http_server_request_duration_seconds';

export const httpRow = row(
  'HTTP',
  stacked(
    'Requests by endpoint',
    'reqps',
    'Requests per second. Only for processes that serve an API.',
    promql(
      `sum by (http_request_method, http_route) (rate(${requests}_count{${selected},http_route!=""}[$__rate_interval]))`,
      '{{http_request_method}} {{http_route}}',
    ),
  ),
  stacked(
    'Requests by status',
    'reqps',
    'Requests per second by HTTP status, without health checks.',
    promql(
      `sum by (http_response_status_code) (rate(${requests}_count{${selected}}[$__rate_interval]))`,
      '{{http_response_status_code}}',
    ),
  ),
  graph(
    'Duration',
    's',
    '50, 95 and 99 of 100 requests are faster. Live status streams are excluded.',
    promql(`job:http_server_request_duration_seconds:quantile_rate1m{${selected}}`, 'quantile {{quantile}}'),
  ).span(8),
  graph(
    'Requests in flight',
    'short',
    'Requests in progress, including open live status streams.',
    promql(`sum(http_server_active_requests{${selected}})`, 'requests'),
  ).span(8),
  graph(
    'Requests to other services (p95)',
    's',
    'Requests of this process to other services: 95 of 100 are faster.',
    promql(
      quantile(0.95, 'server_port', `http_client_request_duration_seconds_bucket{${selected}}`),
      'port {{server_port}}',
    ),
  ).span(8),
);
