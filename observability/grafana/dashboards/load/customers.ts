import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';
import { idle, quantile } from './selectors.ts';

export const customersRow = row(
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
    ...[0.5, 0.95, 0.99].map((q) => promql(quantile(q, 'k6_order_accept_duration_milliseconds', 'job'), `p${q * 100}`)),
  ).noValue(idle),
  graph(
    'Time until a customer sees the order settled',
    'ms',
    'Time from the response 202 until a customer who polls at growing intervals sees the order settled. A tenth of the customers poll; in the profile tp, all of them.',
    ...[0.5, 0.95, 0.99].map((q) => promql(quantile(q, 'k6_order_follow_duration_milliseconds', 'job'), `p${q * 100}`)),
  ).noValue(idle),
  graph(
    'Failed requests',
    'reqps',
    'Requests per second with an unexpected response, by kind.',
    promql(`sum by (name) (rate(k6_http_req_failed_total{${here},condition="nonzero"}[$__rate_interval]))`, '{{name}}'),
  ).noValue('No request failed'),
);
