import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { here, promql } from '../../builders/queries.ts';
import { lowIsGood } from '../../builders/thresholds.ts';
import { idle, quantile } from './selectors.ts';

export const healthRow = row(
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
    'Orders per second that were accepted (202).',
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
    'Share of requests that returned 5xx or got no response.',
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
);
