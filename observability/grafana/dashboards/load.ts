import { dashboard, row } from './dashboard.ts';
import { graph, linkTo, lowIsGood, stacked, stat } from './panels.ts';
import { here, promql } from './queries.ts';
import { environment } from './variables.ts';

const idle = 'No load test runs: npm run load';
const quantile = (q: number, metric: string, by: string) =>
  `histogram_quantile(${q}, sum by (${by}, le) (rate(${metric}_bucket{${here}}[$__rate_interval])))`;

export const loadTest = dashboard(
  {
    name: 'load',
    title: '9 Load test',
    description:
      "The load that k6 generates and how k6 measures the shop from outside: npm run load -- <profile>. The shop's own metrics are shown beside it. Panels without data mean that no load test runs.",
    variables: [environment()],
  },
  row(
    'Health',
    stat(
      'Visits',
      'ops',
      'Visits per second. A visit reads the products, then one product, then places an order.',
      promql(`sum(rate(k6_iterations_total{${here}}[$__rate_interval]))`, 'visits'),
    ).noValue(idle),
    stat(
      'Orders accepted',
      'ops',
      'Orders per second that were answered with 202.',
      promql(`sum(rate(k6_orders_accepted_total{${here}}[$__rate_interval]))`, 'orders'),
    )
      .noValue(idle)
      .links([linkTo('pipeline', 'Order pipeline')]),
    stat(
      'Accepted within (p95)',
      'ms',
      '95 of 100 orders are accepted faster than this, as the customer measures it.',
      promql(quantile(0.95, 'k6_order_accept_duration_milliseconds', 'job'), 'p95'),
    )
      .noValue(idle)
      .thresholds(lowIsGood(500, 800)),
    stat(
      'Server errors',
      'percentunit',
      'Share of requests that were answered with 5xx or not at all.',
      promql(
        `(sum(rate(k6_server_errors_total{${here},condition="nonzero"}[$__rate_interval])) or vector(0)) / sum(rate(k6_server_errors_total{${here}}[$__rate_interval]))`,
        'errors',
      ),
    )
      .noValue(idle)
      .decimals(2)
      .thresholds(lowIsGood(0.01, 0.05)),
    stat(
      'Dropped arrivals',
      'short',
      'Visits in the selected time that k6 could not begin, because all its users were busy: the shop is too slow for this rate.',
      promql(`sum(increase(k6_dropped_iterations_total{${here}}[$__range]))`, 'visits'),
    )
      .noValue('None: every visit began in time')
      .thresholds(lowIsGood(1, 1)),
    stat(
      'Orders lost',
      'short',
      'Accepted orders that were missing or not settled at the end of the latest run. Any value except 0 breaks a promise of Orderflow.',
      promql(
        `sum(max_over_time(k6_orders_missing_total{${here}}[$__range])) + sum(max_over_time(k6_orders_unsettled_total{${here}}[$__range]))`,
        'orders',
      ),
    )
      .noValue('No run has ended in the selected time')
      .thresholds(lowIsGood(1, 1)),
  ),
  row(
    'Load',
    stacked(
      'Requests by kind',
      'reqps',
      'Requests of k6 per second, including the setup and the check of all orders at the end.',
      promql(`sum by (name) (rate(k6_http_reqs_total{${here}}[$__rate_interval]))`, '{{name}}'),
    ).noValue(idle),
    stacked(
      'Requests by status',
      'reqps',
      'Requests of k6 per second by HTTP status; 0 means no response. The profile tp also sends invalid orders, which get 400.',
      promql(`sum by (status) (rate(k6_http_reqs_total{${here}}[$__rate_interval]))`, '{{status}}'),
    ).noValue(idle),
    graph(
      'Users',
      'short',
      'Busy users of k6, and all its users. The arrival rate is fixed, so a slow shop needs more users and the load stays the same.',
      promql(`sum(k6_vus{${here}})`, 'busy'),
      promql(`sum(k6_vus_max{${here}})`, 'all'),
    ).noValue(idle),
    graph(
      'Orders, seen by k6 and by the shop',
      'ops',
      'Accepted orders per second, counted by k6 and by the shop. The shop also counts other customers.',
      promql(`sum by (scenario) (rate(k6_orders_accepted_total{${here}}[$__rate_interval]))`, 'k6: {{scenario}}'),
      promql(`sum(rate(orderflow_orders_placed_total{${here}}[$__rate_interval]))`, 'shop'),
    ).noValue(idle),
  ),
  row(
    'What customers experience',
    graph(
      'Duration by kind (p95)',
      'ms',
      '95 of 100 requests of each kind are faster. The summary of a run lists its slowest requests with their traces.',
      promql(quantile(0.95, 'k6_http_req_duration_milliseconds', 'name'), '{{name}}'),
    ).noValue(idle),
    graph(
      'Time to accept an order',
      'ms',
      'Time from the request to the response 202.',
      ...[0.5, 0.95, 0.99].map((q) =>
        promql(quantile(q, 'k6_order_accept_duration_milliseconds', 'job'), `p${q * 100}`),
      ),
    ).noValue(idle),
    graph(
      'Time until a customer sees the order settled',
      'ms',
      'Time from the response 202 until a customer who polls at growing intervals sees the order settled. A tenth of the customers poll; in the profile tp, all of them.',
      ...[0.5, 0.95, 0.99].map((q) =>
        promql(quantile(q, 'k6_order_follow_duration_milliseconds', 'job'), `p${q * 100}`),
      ),
    ).noValue(idle),
    graph(
      'Failed requests',
      'reqps',
      'Requests per second with an unexpected response, by kind.',
      promql(
        `sum by (name) (rate(k6_http_req_failed_total{${here},condition="nonzero"}[$__rate_interval]))`,
        '{{name}}',
      ),
    ).noValue('No request failed'),
  ),
);
