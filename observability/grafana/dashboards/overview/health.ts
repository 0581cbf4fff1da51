import { row } from '../../builders/dashboard.ts';
import { stat } from '../../builders/graphs.ts';
import { linkTo } from '../../builders/links.ts';
import { here, promql } from '../../builders/queries.ts';
import { highIsGood, lowIsGood } from '../../builders/thresholds.ts';

export const healthRow = row(
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
    'HTTP requests per second that the shop (frontend) handles, over one minute.',
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
);
