import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { here, promql, rows } from '../../builders/queries.ts';
import { columnUnit, table } from '../../builders/table.ts';
import { selected } from './selectors.ts';

const requests = 'http_server_request_duration_seconds';
const withoutStreams = 'http_route!="/api/orders/:id/events"';

export const byEndpointRow = row(
  'By endpoint',
  table(
    'Endpoints',
    'All endpoints that were called in the selected time: requests per second, share of 5xx, and the duration that 95 of 100 requests stay below.',
    {
      job: 'Process',
      http_request_method: 'Method',
      http_route: 'Route',
      'Value #A': 'Requests',
      'Value #B': 'Failed',
      'Value #C': 'p95',
    },
    rows(
      `sum by (job, http_request_method, http_route) (rate(${requests}_count{${selected},http_route!=""}[$__range]))`,
    ),
    rows(
      `sum by (job, http_request_method, http_route) (rate(${requests}_count{${selected},http_route!="",http_response_status_code=~"5.."}[$__range])) / sum by (job, http_request_method, http_route) (rate(${requests}_count{${selected},http_route!=""}[$__range])) or 0 * sum by (job, http_request_method, http_route) (rate(${requests}_count{${selected},http_route!=""}[$__range]))`,
    ),
    rows(
      `histogram_quantile(0.95, sum by (job, http_request_method, http_route, le) (rate(${requests}_bucket{${selected},http_route!=""}[$__range])))`,
    ),
  )
    .overrideByName('Requests', columnUnit('reqps', 2))
    .overrideByName('Failed', columnUnit('percentunit', 2))
    .overrideByName('p95', columnUnit('s')),
  stacked(
    'Requests by status',
    'reqps',
    'Requests per second by HTTP status: 4xx is a client error, 5xx a server error.',
    promql(
      `sum by (http_response_status_code) (job_route:http_server_requests:rate1m{${selected}})`,
      '{{http_response_status_code}}',
    ),
  ),
  graph(
    'Duration p95 by endpoint of the shop',
    's',
    '95 of 100 requests to this endpoint are faster.',
    promql(
      `histogram_quantile(0.95, sum by (http_request_method, http_route, le) (rate(${requests}_bucket{${here},job="frontend",http_route=~"/api/.+",${withoutStreams}}[$__rate_interval])))`,
      '{{http_request_method}} {{http_route}}',
    ),
  ),
);
