import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { here, promql } from '../../builders/queries.ts';
import { idle } from './selectors.ts';

export const trafficRow = row(
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
);
