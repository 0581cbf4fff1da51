import { row } from '../../builders/dashboard.ts';
import { graph, stacked, stat } from '../../builders/graphs.ts';
import { here, promql, promqlNow } from '../../builders/queries.ts';
import { highIsGood } from '../../builders/thresholds.ts';

export const stockRow = row(
  'Stock',
  graph(
    'Stock available',
    'short',
    'Items of each product that customers can order.',
    promql(`product:orderflow_stock_available:max{${here}}`, '{{product}}'),
  ).span(8),
  graph(
    'Stock taken',
    'short',
    'Items of each product that orders have reserved.',
    promql(`max by (product) (orderflow_stock_taken{${here}})`, '{{product}}'),
  ).span(8),
  stacked(
    'Stock decisions',
    'ops',
    'Decisions of product-worker per second, by outcome.',
    promql(`sum by (outcome) (rate(orderflow_stock_decisions_total{${here}}[$__rate_interval]))`, '{{outcome}}'),
  ).span(8),
  stat(
    'Share of orders confirmed',
    'percentunit',
    'Share of the orders that settled in the selected time. The others lacked stock, had an unknown product, or were cancelled.',
    promqlNow(
      `sum(increase(orderflow_orders_completed_total{${here},status="confirmed"}[$__range])) / sum(increase(orderflow_orders_completed_total{${here}}[$__range]))`,
      'confirmed',
    ),
  )
    .thresholds(highIsGood(0.5, 0.9))
    .span(8),
  stat(
    'Lowest stock',
    'short',
    'Available items of the product with the fewest.',
    promql(`min(product:orderflow_stock_available:max{${here}})`, 'items'),
  )
    .thresholds(highIsGood(1, 10))
    .span(8),
  stat(
    'Orders in the selected time',
    'short',
    'Orders accepted in the selected time.',
    promqlNow(`sum(increase(orderflow_orders_placed_total{${here}}[$__range]))`, 'orders'),
  )
    .decimals(0)
    .span(8),
);
