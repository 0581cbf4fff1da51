import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { heatmap } from '../../builders/heatmap.ts';
import { buckets, here, promql } from '../../builders/queries.ts';

const settlement = 'orderflow_order_settlement_duration_seconds';

export const ordersRow = row(
  'Orders',
  graph(
    'Placed and settled',
    'ops',
    'Orders placed, and orders settled by their outcome. If no order waits, the outcomes add up to the placed orders.',
    promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
    promql(`status:orderflow_orders_completed:rate1m{${here}}`, '{{status}}'),
  ),
  stacked(
    'Orders by status',
    'short',
    'Orders in the database. All except pending ones are settled; rejected and cancelled are final.',
    promql(`status:orderflow_orders_stored:max{${here}}`, '{{status}}'),
  ),
  heatmap(
    'Time to settle',
    'Time from the acceptance of an order until it is confirmed or rejected. The objective is 2 s.',
    buckets(`sum by (le) (increase(${settlement}_bucket{${here}}[$__rate_interval]))`),
  ),
  graph(
    'Time to settle, quantiles',
    's',
    '50, 95 and 99 of 100 orders are faster.',
    promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here}}`, 'quantile {{quantile}}'),
  ).height(9),
  graph(
    'Pending orders',
    'short',
    'Orders that are accepted and not settled. The number grows while a worker is down; these orders settle later.',
    promql(`status:orderflow_orders_stored:max{${here},status="pending"}`, 'pending'),
  ),
  graph(
    'Age of the oldest pending order',
    's',
    '0 when no order is pending.',
    promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
  ),
);
