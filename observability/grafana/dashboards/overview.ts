import { dashboard, row } from './dashboard.ts';
import { columnUnit, graph, highIsGood, linkTo, lowIsGood, stacked, stat, table } from './panels.ts';
import { here, promql, rows } from './queries.ts';
import { environment, services } from './variables.ts';

const mine = `${here},job=~"$service"`;
const requests = 'http_server_request_duration_seconds';
const streams = 'http_route!="/api/orders/:id/events"';

export const overview = dashboard(
  {
    name: 'overview',
    title: '1 Application overview',
    description:
      'The health of Orderflow: rate, errors and duration of every process that serves HTTP, and whether all processes run. Start here; the links lead to the details.',
    variables: [environment(), services()],
  },
  row(
    'Health',
    stat(
      'Processes',
      'short',
      'Processes that report metrics: seven when all run. A process that has ended counts for two more minutes.',
      promql(`count(count by (job) (process_uptime_seconds{${here}}))`, 'processes'),
    )
      .thresholds(highIsGood(6, 7))
      .links([linkTo('service', 'One service')]),
    stat(
      'Firing alerts',
      'short',
      'Alerts that fire now. Each links to its runbook, and the runbook to a dashboard.',
      promql('count(ALERTS{alertstate="firing"}) or vector(0)', 'alerts'),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'Requests',
      'reqps',
      'HTTP requests per second that the shop (frontend) answers, over one minute.',
      promql(`job:http_server_requests:rate1m{${here},job="frontend"}`, 'requests'),
    ),
    stat(
      'Failed requests',
      'percentunit',
      "Share of the shop's requests that ended with a server error (5xx), over one minute.",
      promql(`job:http_server_errors:ratio_rate1m{${here},job="frontend"}`, '5xx'),
    )
      .decimals(2)
      .thresholds(lowIsGood(0.001, 0.01)),
    stat(
      'Request p95',
      's',
      '95 of 100 requests to the shop are faster. Live status streams are excluded, because they last as long as the order takes.',
      promql(`job:http_server_request_duration_seconds:quantile_rate1m{${here},job="frontend",quantile="0.95"}`, 'p95'),
    ).thresholds(lowIsGood(0.25, 1)),
    stat(
      'Error budget left',
      'percentunit',
      'The remaining part of the smaller of the two error budgets. Below 0, an objective is missed.',
      promql(`min(slo:error_budget:remaining{${here}})`, 'remaining'),
    )
      .decimals(1)
      .thresholds(highIsGood(0, 0.25))
      .links([linkTo('slo', 'SLOs and error budget')]),
    stat(
      'Orders placed',
      'ops',
      'Orders per second that the shop accepts. Accepted means that Kafka has acknowledged them.',
      promql(`orderflow_orders_placed:rate1m{${here}}`, 'orders'),
    ).links([linkTo('pipeline', 'Order pipeline')]),
    stat(
      'Settled within (p95)',
      's',
      '95 of 100 orders are confirmed or rejected within this time after their acceptance. The objective is 99 of 100 within 2 s.',
      promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, 'p95'),
    ).thresholds(lowIsGood(1, 2)),
    stat(
      'Consumer lag',
      'short',
      'Unhandled messages in Kafka, for the group and topic with the most.',
      promql(`max(group_topic:orderflow_consumer_lag:max{${here}})`, 'messages'),
    ).thresholds(lowIsGood(100, 1000)),
    stat(
      'Dead letters',
      'short',
      'Messages that could not be handled and were neither replayed nor discarded (npm run dlq).',
      promql(`sum(topic:orderflow_dead_letters_open:max{${here}})`, 'open'),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'Active users',
      'short',
      'Users who sent a request with a valid token in the last five minutes.',
      promql(`max(orderflow_users_active{${here}})`, 'users'),
    ),
    stat(
      'Faults switched on',
      'short',
      'Faults that a demo or a drill has switched on. List them with npm run fault -- list; switch all off with npm run fault -- off.',
      promql(`count(max by (fault) (orderflow_fault_active{${here}}) > 0) or vector(0)`, 'faults'),
    ).thresholds(lowIsGood(1, 1)),
    stat(
      'Open circuits',
      'short',
      'Services that the shop does not call at the moment, because too many calls failed.',
      promql(`sum(max by (dependency) (orderflow_circuit_open{${here}}))`, 'open'),
    ).thresholds(lowIsGood(1, 1)),
  ),
  row(
    'Rate, errors, duration by process',
    stacked(
      'Requests',
      'reqps',
      'HTTP requests answered per second. The shop calls user-, product- and order-service.',
      promql(`job:http_server_requests:rate1m{${mine}}`, '{{job}}'),
    ),
    graph(
      'Failed requests',
      'percentunit',
      'Share of requests that ended with 5xx.',
      promql(`job:http_server_errors:ratio_rate1m{${mine}}`, '{{job}}'),
    ).axisSoftMax(0.01),
    graph(
      'Duration p50',
      's',
      '50 of 100 requests are faster.',
      promql(`job:http_server_request_duration_seconds:quantile_rate1m{${mine},quantile="0.5"}`, '{{job}}'),
    ).span(8),
    graph(
      'Duration p95',
      's',
      '95 of 100 requests are faster.',
      promql(`job:http_server_request_duration_seconds:quantile_rate1m{${mine},quantile="0.95"}`, '{{job}}'),
    ).span(8),
    graph(
      'Duration p99',
      's',
      '99 of 100 requests are faster.',
      promql(`job:http_server_request_duration_seconds:quantile_rate1m{${mine},quantile="0.99"}`, '{{job}}'),
    ).span(8),
  ),
  row(
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
      rows(`sum by (job, http_request_method, http_route) (rate(${requests}_count{${mine},http_route!=""}[$__range]))`),
      rows(
        `sum by (job, http_request_method, http_route) (rate(${requests}_count{${mine},http_route!="",http_response_status_code=~"5.."}[$__range])) / sum by (job, http_request_method, http_route) (rate(${requests}_count{${mine},http_route!=""}[$__range])) or 0 * sum by (job, http_request_method, http_route) (rate(${requests}_count{${mine},http_route!=""}[$__range]))`,
      ),
      rows(
        `histogram_quantile(0.95, sum by (job, http_request_method, http_route, le) (rate(${requests}_bucket{${mine},http_route!=""}[$__range])))`,
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
        `sum by (http_response_status_code) (job_route:http_server_requests:rate1m{${mine}})`,
        '{{http_response_status_code}}',
      ),
    ),
    graph(
      'Duration p95 by endpoint of the shop',
      's',
      '95 of 100 requests to this endpoint are faster.',
      promql(
        `histogram_quantile(0.95, sum by (http_request_method, http_route, le) (rate(${requests}_bucket{${here},job="frontend",http_route=~"/api/.+",${streams}}[$__rate_interval])))`,
        '{{http_request_method}} {{http_route}}',
      ),
    ),
  ),
  row(
    'Processes and customers',
    stacked(
      'Instances by process',
      'short',
      'Running instances of each process. One that has ended counts for two more minutes.',
      promql(`count by (job) (process_uptime_seconds{${mine}})`, '{{job}}'),
    ).span(8),
    graph(
      'CPU',
      'percentunit',
      'Share of one core, for the busiest instance. JavaScript runs on one core.',
      promql(`job:process_cpu_time:rate1m{${mine}}`, '{{job}}'),
    ).span(8),
    graph(
      'Event loop delay p99',
      's',
      'How long work that is ready waits for the event loop. Above 100 ms, the process is overloaded.',
      promql(`job:nodejs_eventloop_delay_p99_seconds:max{${mine}}`, '{{job}}'),
    ).span(8),
    graph(
      'Logins',
      'ops',
      'Logins per second, by outcome.',
      promql(`sum by (outcome) (rate(orderflow_logins_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
    ).span(8),
    graph(
      'Requests in flight',
      'short',
      'Requests in progress, including open live status streams.',
      promql(`sum by (job) (http_server_active_requests{${mine}})`, '{{job}}'),
    ).span(8),
    graph(
      'Live status streams',
      'short',
      'Customers who watch an order (open server-sent event streams).',
      promql(`sum(orderflow_streams_open{${here}})`, 'streams'),
    ).span(8),
  ),
);
