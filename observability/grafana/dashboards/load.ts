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
      'What k6 does to the shop and how it sees the shop from the outside: npm run load -- <profile>. Beside it what the shop itself says. Panels without data: no load test runs.',
    variables: [environment()],
  },
  row(
    'Is it well?',
    stat(
      'Visits',
      'ops',
      'Visits a second: the catalogue, a product, an order.',
      promql(`sum(rate(k6_iterations_total{${here}}[$__rate_interval]))`, 'visits'),
    ).noValue(idle),
    stat(
      'Orders accepted',
      'ops',
      'Orders that were answered 202, a second.',
      promql(`sum(rate(k6_orders_accepted_total{${here}}[$__rate_interval]))`, 'orders'),
    )
      .noValue(idle)
      .links([linkTo('pipeline', 'Order pipeline')]),
    stat(
      'Accepted within (p95)',
      'ms',
      '95 of 100 orders are answered faster than this, as the customer measures it.',
      promql(quantile(0.95, 'k6_order_accept_duration_milliseconds', 'job'), 'p95'),
    )
      .noValue(idle)
      .thresholds(lowIsGood(500, 800)),
    stat(
      'Faults of the shop',
      'percentunit',
      'Share of requests that were answered 5xx, or not at all.',
      promql(
        `(sum(rate(k6_server_errors_total{${here},condition="nonzero"}[$__rate_interval])) or vector(0)) / sum(rate(k6_server_errors_total{${here}}[$__rate_interval]))`,
        'faults',
      ),
    )
      .noValue(idle)
      .decimals(2)
      .thresholds(lowIsGood(0.01, 0.05)),
    stat(
      'Dropped arrivals',
      'short',
      'Visits that k6 could not begin, in the time shown: all its users were still busy with a shop too slow for this rate.',
      promql(`sum(increase(k6_dropped_iterations_total{${here}}[$__range]))`, 'visits'),
    )
      .noValue('None: every visit began in time')
      .thresholds(lowIsGood(1, 1)),
    stat(
      'Orders lost',
      'short',
      'Accepted orders that the shop did not have at the end of the last run, or had not settled. Anything but 0 breaks its promise.',
      promql(
        `sum(max_over_time(k6_orders_missing_total{${here}}[$__range])) + sum(max_over_time(k6_orders_unsettled_total{${here}}[$__range]))`,
        'orders',
      ),
    )
      .noValue('No run has ended in the time shown')
      .thresholds(lowIsGood(1, 1)),
  ),
  row(
    'The load',
    stacked(
      'Requests by kind',
      'reqps',
      'Requests of k6 a second; setup and the look at the lists in the end included.',
      promql(`sum by (name) (rate(k6_http_reqs_total{${here}}[$__rate_interval]))`, '{{name}}'),
    ).noValue(idle),
    stacked(
      'Requests by answer',
      'reqps',
      'Requests of k6 a second by HTTP status; 0 is no answer. The profile tp sends broken orders, to be answered 400.',
      promql(`sum by (status) (rate(k6_http_reqs_total{${here}}[$__rate_interval]))`, '{{status}}'),
    ).noValue(idle),
    graph(
      'Users',
      'short',
      'Users of k6 that are busy, and that there are. In an open model a slow shop makes them more, not the load less.',
      promql(`sum(k6_vus{${here}})`, 'busy'),
      promql(`sum(k6_vus_max{${here}})`, 'there are'),
    ).noValue(idle),
    graph(
      'Orders, on both sides',
      'ops',
      'Orders a second that k6 got accepted, and that the shop says it accepted; others may order too.',
      promql(`sum by (scenario) (rate(k6_orders_accepted_total{${here}}[$__rate_interval]))`, 'k6: {{scenario}}'),
      promql(`sum(rate(orderflow_orders_placed_total{${here}}[$__rate_interval]))`, 'shop'),
    ).noValue(idle),
  ),
  row(
    'What customers feel',
    graph(
      'Duration by kind (p95)',
      'ms',
      '95 of 100 requests of this kind are answered faster. The slowest of a run stand in its summary with their traces.',
      promql(quantile(0.95, 'k6_http_req_duration_milliseconds', 'name'), '{{name}}'),
    ).noValue(idle),
    graph(
      'Until an order is accepted',
      'ms',
      'From the request to the 202.',
      ...[0.5, 0.95, 0.99].map((q) =>
        promql(quantile(q, 'k6_order_accept_duration_milliseconds', 'job'), `p${q * 100}`),
      ),
    ).noValue(idle),
    graph(
      'Until a customer sees it settled',
      'ms',
      'From the 202 until a customer who asks at growing intervals sees the order settled: a tenth of them ask, all of them in the profile tp.',
      ...[0.5, 0.95, 0.99].map((q) =>
        promql(quantile(q, 'k6_order_follow_duration_milliseconds', 'job'), `p${q * 100}`),
      ),
    ).noValue(idle),
    graph(
      'Requests that failed',
      'reqps',
      'By kind: answers that were not expected, a second.',
      promql(
        `sum by (name) (rate(k6_http_req_failed_total{${here},condition="nonzero"}[$__rate_interval]))`,
        '{{name}}',
      ),
    ).noValue('No request has failed'),
  ),
);
