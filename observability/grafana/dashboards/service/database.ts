import { row } from '../../builders/dashboard.ts';
import { graph, stacked } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { quantile, selected } from './selectors.ts';

export const databaseRow = row(
  'Database',
  graph(
    'Connections',
    'short',
    'Used and idle connections of the pool, and its limit. Only for processes with a database.',
    promql(
      `sum by (db_client_connection_state) (db_client_connection_count{${selected}})`,
      '{{db_client_connection_state}}',
    ),
    promql(`sum(db_client_connection_max{${selected}})`, 'limit'),
  ).span(8),
  graph(
    'Waiting for a connection',
    'short',
    'Requests that wait for a pool connection. More than 0 for a long time means that the pool is too small or the database too slow.',
    promql(`job:db_client_connection_pending_requests:sum{${selected}}`, 'waiting'),
  ).span(8),
  graph(
    'Wait for a connection (p95)',
    's',
    'Time until the pool provides a connection.',
    promql(`job:db_client_connection_wait_time_seconds:quantile_rate1m{${selected},quantile="0.95"}`, 'p95'),
  ).span(8),
  graph(
    'Statements (p95)',
    's',
    '95 of 100 statements of each kind are faster.',
    promql(
      quantile(0.95, 'db_operation_name', `db_client_operation_duration_seconds_bucket{${selected}}`),
      '{{db_operation_name}}',
    ),
  ).span(8),
  stacked(
    'Statements',
    'ops',
    'Statements per second, by kind.',
    promql(
      `sum by (db_operation_name) (rate(db_client_operation_duration_seconds_count{${selected}}[$__rate_interval]))`,
      '{{db_operation_name}}',
    ),
  ).span(8),
  graph(
    'Connection timeouts',
    'ops',
    'Requests per second that gave up waiting for a pool connection.',
    promql(`sum(rate(db_client_connection_timeouts_total{${selected}}[$__rate_interval]))`, 'timed out'),
  ).span(8),
);
