import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { here, promql } from '../../builders/queries.ts';
import { lowIsGood } from '../../builders/thresholds.ts';

export const healthRow = row(
  'Health',
  stat(
    'Orders placed',
    'ops',
    'Orders accepted per second.',
    promql(`orderflow_orders_placed:rate1m{${here}}`, 'placed'),
  ),
  stat(
    'Settled within (p95)',
    's',
    '95 of 100 orders are confirmed or rejected within this time. The objective is 99 of 100 within 2 s.',
    promql(`orderflow_order_settlement_duration_seconds:quantile_rate1m{${here},quantile="0.95"}`, 'p95'),
  )
    .thresholds(lowIsGood(1, 2))
    .links([linkTo('slo', 'SLOs and error budget')]),
  stat(
    'Oldest pending order',
    's',
    'Age of the oldest order that is not settled; 0 without one. Above half a minute, a worker is not consuming.',
    promql(`orderflow_orders_pending_age_seconds:max{${here}}`, 'age'),
  ).thresholds(lowIsGood(5, 30)),
  stat(
    'Consumer lag',
    's',
    'How long the oldest unhandled message has waited in Kafka, for the slowest group.',
    promql(`max(group_topic:orderflow_consumer_lag_duration_seconds:max{${here}})`, 'lag'),
  ).thresholds(lowIsGood(5, 30)),
  stat(
    'Dead letters',
    'short',
    'Messages that could not be handled and were neither replayed nor discarded (npm run dlq).',
    promql(`sum(topic:orderflow_dead_letters_open:max{${here}})`, 'open'),
  ).thresholds(lowIsGood(1, 1)),
  stat(
    'Stock mismatches',
    'short',
    'Products whose stock does not match its ledger, or is negative. Must be 0.',
    promql(`orderflow_stock_violations:max{${here}}`, 'products'),
  ).thresholds(lowIsGood(1, 1)),
);
