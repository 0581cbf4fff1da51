import { row } from '../../builders/dashboard.ts';
import { graph } from '../../builders/graphs.ts';
import { promql } from '../../builders/queries.ts';
import { mariadb, per } from './selectors.ts';

export const mariadbRow = row(
  'MariaDB',
  graph(
    'Statements',
    'ops',
    'Statements per second of all services.',
    promql(`sum(${per('mysql_query_count_total', mariadb)})`, 'statements'),
    promql(`sum(${per('mysql_query_slow_count_total', mariadb)})`, 'slow'),
  ).span(8),
  graph(
    'Connections',
    'short',
    'Open connections, and connections that execute a statement.',
    promql(`max by (kind) (mysql_threads{${mariadb},kind=~"connected|running"})`, '{{kind}}'),
  ).span(8),
  graph(
    'Row lock waits',
    'ops',
    'Waits per second of a transaction for a row that another transaction had locked.',
    promql(`sum(${per('mysql_row_locks_total', `${mariadb},kind="waits"`)})`, 'waits'),
  ).span(8),
  graph(
    'Statements by kind',
    'ops',
    'Statements per second that change rows, read rows, or end transactions.',
    promql(
      `sum by (command) (${per('mysql_commands_total', `${mariadb},command=~"select|insert|update|delete|commit|rollback"`)})`,
      '{{command}}',
    ),
  ).span(8),
  graph(
    'Buffer pool',
    'bytes',
    'The cache of table pages. Dirty pages are changed and not yet written to the data files.',
    promql(`max by (status) (mysql_buffer_pool_usage_bytes{${mariadb}})`, '{{status}}'),
  ).span(8),
  graph(
    'Network',
    'Bps',
    'Bytes per second from and to the clients.',
    promql(`sum by (kind) (${per('mysql_client_network_io_bytes_total', mariadb)})`, '{{kind}}'),
  ).span(8),
);
